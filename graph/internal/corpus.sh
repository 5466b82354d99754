#!/usr/bin/env bash
# The same news gives the same graph in any order: all articles of SHARED/data/news, a fifth of them twice, are shuffled and
# loaded three times, with 1, 2 and 4 workers, into a store each, and the third order again into the first store. The
# sorted exports must be equal byte for byte, and every store whole. It takes some minutes of processor for each load.
# Usage: corpus.sh ENTENTE SHARED [ARTICLES]
set -euo pipefail
entente=$(realpath "$1") news=$2/data/news articles=${3:-}
ls "$news"/*.jsonl.gz >/dev/null 2>&1 || { echo "corpus.sh: no articles in $news: set SHARED to the folder that holds data/news" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
zcat "$news"/*.jsonl.gz >"$work/all"
if [ -n "$articles" ]; then
  shuf -n "$articles" --random-source=<(yes articles) "$work/all" >"$work/some" && mv "$work/some" "$work/all"
fi
n=$(wc -l <"$work/all")

# order SEED FILE: the articles and a fifth of them again, shuffled.
order() {
  { cat "$work/all"; shuf -n $((n / 5)) --random-source=<(yes "twice $1") "$work/all"; } | shuf --random-source=<(yes "order $1") >"$2"
}

# load STORE FILE WORKERS. Exit code 4 says that some articles could not be read, which must not depend on the order either.
load() {
  "$entente" --db "$work/$1" load "$2" --workers "$3" --timeout 1h 2>"$work/log" || [ $? = 4 ] || { tail -20 "$work/log" >&2; exit 1; }
  tail -1 "$work/log"
  "$entente" --db "$work/$1" export --sorted -o "$work/$1.nq"
  sum=$(sha256sum <"$work/$1.nq" | cut -c1-16)
  echo "store $1: $(wc -l <"$work/$1.nq") quads, export $sum"
  [ -e "$work/first.nq" ] || cp "$work/$1.nq" "$work/first.nq"
  cmp -s "$work/first.nq" "$work/$1.nq" || { echo "corpus.sh: the exports differ:" >&2; diff "$work/first.nq" "$work/$1.nq" | head -20 >&2; exit 1; }
}

for i in 1 2 3; do
  order "$i" "$work/$i.jsonl"
  load "$i" "$work/$i.jsonl" $((1 << (i - 1)))
done
load 1 "$work/3.jsonl" 2
for i in 1 2 3; do
  "$entente" --db "$work/$i" verify
done
echo "$n articles loaded three times, shuffled, $((n / 5)) of them twice, and once more over the first store: one and the same export"
