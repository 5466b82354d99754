// Prints the tokens of the sample articles and the processor seconds of the quickest round of tagging with wink-nlp.
const fs = require('fs');
const nlp = require('wink-nlp')(require('wink-eng-lite-web-model'), ['sbd', 'pos']);
const its = nlp.its;

const texts = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map((l) => {
  const a = JSON.parse(l);
  return a.title + '\n\n' + a.text;
});
let best = Infinity, tokens = 0;
for (const begin = Date.now(); (Date.now() - begin) / 1000 < Number(process.argv[3]);) {
  tokens = 0;
  const t = process.cpuUsage();
  for (const s of texts) tokens += nlp.readDoc(s).tokens().out(its.pos).length;
  const used = process.cpuUsage(t);
  best = Math.min(best, (used.user + used.system) / 1e6);
}
console.log(tokens, best);
