// Measures the pure judge on one core: accounts assessed a second with every rule of the register on, and the same limits asked of a
// general rule engine. Printed, never asserted.
import { Engine, type RuleProperties } from 'json-rules-engine';
import { assess } from '@/lib/rules/assess';
import { figuresOf } from '@/lib/rules/figures';
import type { Facts, RuleSet } from '@/lib/rules/types';
import { table } from './bench-table';
import { bookAccounts, bookRuleSet, BOOK_MARKET, FIRM_RULES } from './judge-book';

const ACCOUNTS = 200;
const SECONDS = 2;
let sink = 0;

/** By the processor time of this process, so that whatever else the machine does counts less. */
const spent = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

function rate(work: (n: number) => void): number {
  for (let round = 0; round < 20; round += 1) for (let n = 0; n < ACCOUNTS; n += 1) work(n);
  const from = spent();
  let done = 0;
  for (; spent() - from < SECONDS; done += ACCOUNTS) for (let n = 0; n < ACCOUNTS; n += 1) work(n);
  return done / (spent() - from);
}

function figures(accounts: Facts[], ruleSet: RuleSet): number {
  return rate((n) => {
    for (const row of figuresOf(accounts[n] as Facts, ruleSet, BOOK_MARKET)) sink += row.headroom ?? 0;
  });
}

/** The same figures as facts by name, and one rule each that compares them: less work than ours, which also works the figures out. */
function generalEngine(ruleSet: RuleSet, accounts: Facts[]): { engine: Engine; inputs: Record<string, unknown>[] } {
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const { rule } of ruleSet.instances) {
    const conditions: RuleProperties['conditions'] = { all: [{ fact: `${rule}-headroom`, operator: 'lessThan', value: 0 }] };
    engine.addRule({ conditions, event: { type: rule } });
  }
  const inputs = accounts.map((facts) =>
    Object.fromEntries(figuresOf(facts, ruleSet, BOOK_MARKET).map((row) => [`${row.rule}-headroom`, row.headroom ?? 0])),
  );
  return { engine, inputs };
}

async function engineRate(ruleSet: RuleSet, accounts: Facts[]): Promise<number> {
  const { engine, inputs } = generalEngine(ruleSet, accounts);
  for (const input of inputs.slice(0, 500)) sink += (await engine.run(input)).events.length;
  const from = spent();
  let done = 0;
  for (; spent() - from < SECONDS; done += 1) sink += (await engine.run(inputs[done % inputs.length])).events.length;
  return done / (spent() - from);
}

const all = bookRuleSet();
const accounts = bookAccounts(ACCOUNTS, all);
const firm = bookRuleSet(FIRM_RULES);
const firmAccounts = bookAccounts(ACCOUNTS, firm);
const whole = figures(accounts, all);
const usual = figures(firmAccounts, firm);
const worded = rate((n) => void (sink += assess(accounts[n] as Facts, all, BOOK_MARKET).length));
const general = await engineRate(all, accounts);
const a = (value: number) => `${Math.round(value).toLocaleString('en')} accounts a second`;
table([
  [
    `judge, all ${all.instances.length} rules, figures with headroom`,
    `${a(whole)} (${((whole * all.instances.length) / 1e6).toFixed(1)} M rule rows)`,
  ],
  [
    `judge, the ${firm.instances.length} rules of a usual firm`,
    `${a(usual)} (${((usual * firm.instances.length) / 1e6).toFixed(1)} M rule rows)`,
  ],
  [`judge, all ${all.instances.length} rules, with every sentence and its evidence`, a(worded)],
  [`json-rules-engine, ${all.instances.length} comparisons of ready figures`, `${a(general)} (1 : ${(whole / general).toFixed(0)})`],
]);
if (sink === Infinity) process.stdout.write('');
