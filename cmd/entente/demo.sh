#!/usr/bin/env bash
# The main job on the sample articles, as a new user would do it: demo.sh BINARY
set -euo pipefail
entente=$1
db=demo.db
say() { printf '\n$ %s\n' "$*"; }
rm -rf "$db"

say "$entente load --samples --db $db"
"$entente" load --samples --db "$db"

say "$entente path China \"Sergei Shoigu\" --db $db"
"$entente" path China "Sergei Shoigu" --db "$db"

say "$entente timeline \"Kim Jong Un\" --limit 8 --db $db"
"$entente" timeline "Kim Jong Un" --limit 8 --db "$db"

cat <<END

The graph is in $db. To see it in the browser:

  $entente serve --db $db

and open http://127.0.0.1:7687/ (Ctrl-C ends it).
END
