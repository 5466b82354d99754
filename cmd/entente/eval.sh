#!/usr/bin/env bash
# Scores a binary over the development gold and asks five questions of the two first articles: eval.sh BINARY SHARED OUT
set -euo pipefail
entente=$(realpath "$1") shared=$2 out=$3
bash "$shared/tools/eval.sh" "$entente" "$out"
printf '\n== pronouns and descriptions that facts depend on\n'
for set in seeds docs sents; do
  printf '%-6s' $set
  go run ./loader/entity/internal/followed "$shared/gold/$set.gold.jsonl" "$out/$set.in.jsonl" "$out/$set.mentions.jsonl"
done
printf '\n== paths over the two first articles\n'
rm -rf "$out/seeds.db"
"$entente" load -q --db "$out/seeds.db" "$out/seeds.in.jsonl"
ask() {
  if "$entente" path "$1" "$2" -k 1 --db "$out/seeds.db" --format json "${@:3}" >"$out/path.json" 2>/dev/null; then
    python3 - "$out" "$1" "$2" <<'P'
import json, sys
out, a, b = sys.argv[1:]
texts = [json.loads(l)["text"] for l in open(out + "/seeds.in.jsonl", encoding="utf-8")]
hops = json.load(open(out + "/path.json", encoding="utf-8"))["paths"][0]["hops"]
said = [e["text"] for h in hops for e in h["evidence"]]
line = hops[0]["from"]["name"] + "".join(f' -{h["predicate"]}- {h["to"]["name"]}' for h in hops)
print(f"{a} and {b}: {line}; {sum(any(s in t for t in texts) for s in said)} of {len(said)} sentences verbatim, {sum(not h['evidence'] for h in hops)} hops of background")
P
  else
    printf '%s and %s: NO PATH\n' "$1" "$2"
  fi
}
ask China "Sergei Shoigu"
ask Putin "Jo Chun Ryong"
ask "John Bolton" "Kim Jong Un"
ask Kyodo Russia --attribution
ask "Adrienne Watson" "North Korea"
