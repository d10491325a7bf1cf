/* Headings first, then words; what was decided and what was measured come last. */
var Scorer = {
  score: ([page, , , , score]) => score - (/^(adr\/|changelog|benchmarks|architecture)/.test(page) ? 12 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 20,
  partialTitle: 12,
  term: 5,
  partialTerm: 2,
};
