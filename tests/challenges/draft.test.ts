// The editor: its fields come from the rules' own schemas, and what is not touched comes back as it was.
import { describe, expect, test } from 'vitest';
import { documentDifference } from '@/lib/challenges/difference';
import { editedDocument } from '@/lib/challenges/draft-document';
import { headerFields, payoutFields, ruleGroups, type Plain } from '@/lib/challenges/draft-fields';
import { choiceText, fieldHelp } from '@/lib/challenges/field-help';
import { presetDraft } from '@/lib/challenges/new-draft';
import { checkPublishable } from '@/lib/challenges/publishable';
import { staleSources } from '@/lib/challenges/warnings';
import { rulesInWords } from '@/lib/challenges/rule-sentences';
import { CASES } from '@/lib/rules/presets/cases';
import { PRESETS } from '@/lib/rules/presets/register';
import { RULES } from '@/lib/rules/register';
import { compileRuleSet } from '@/lib/rules/rule-set';

/** What a browser would send for the form of this document. */
function asSent(document: Plain): Record<string, string> {
  const groups = ruleGroups(document);
  const fields = [...headerFields(document), ...payoutFields(document), ...groups.flatMap((group) => group.fields)];
  const on = groups.filter(({ isOn }) => isOn).map(({ path }) => [`on:${path}`, 'yes']);
  return Object.fromEntries([...fields.map(({ path, value }) => [path, value]), ...on]) as Record<string, string>;
}
const made = (code: string): Plain => {
  const preset = PRESETS.find((one) => one.code === code);
  const size = preset?.sizes[0] ?? '';
  return { ...preset?.make({ size }) } as Plain;
};
const TODAY = '2026-11-21';
const sold = { currency: 'USD', initial_balance_cents: 1_000_000, kind: 'classic', phase: 'Phase 1', is_live: false, neighbours: [] };

describe.each(PRESETS.map(({ code }) => code))('%s', (code) => {
  test('saved untouched it is the same document', () => {
    const document = made(code);
    expect(editedDocument(document, asSent(document))).toEqual(document);
  });
  test('every rule of it has words and numbers', () => {
    const words = rulesInWords(made(code));
    expect(words.length).toBeGreaterThan(0);
    for (const one of words) expect(one.sentence ?? one.numbers[0]?.value, one.rule).toBeTruthy();
    expect(JSON.stringify(words)).not.toMatch(/undefined|NaN/);
  });
});

test('every field of every rule, of the payouts and of the head has words of its own, no two alike in one group', () => {
  const document = { rules: {} };
  const groups = [...ruleGroups(document).map(({ fields }) => fields), payoutFields(document), headerFields(document)];
  for (const fields of groups) {
    const raw = fields.filter(
      ({ path, label }) =>
        label ===
        path
          .replace(/^rules\.[^.]+\.|^payout\./, '')
          .split('.')
          .join(', ')
          .replaceAll('_', ' '),
    );
    expect(raw.map(({ path }) => path)).toEqual([]);
    const shown = fields.filter(({ path }) => !/^payout\.(drawdown|extra)$/.test(path)).map(({ label }) => label);
    expect(shown).toEqual([...new Set(shown)]);
  }
  expect(ruleGroups(document)[0]?.fields.map(({ label }) => label)).toContain('Limit, as a share');
});

test('every choice has words, every share says what it is, and what is written as a table or a list shows how, as its rule takes it', () => {
  const groups = ruleGroups({ rules: {} });
  const fields = [...headerFields({}), ...payoutFields({}), ...groups.flatMap((group) => group.fields)];
  const bare = fields.flatMap(({ choices }) => choices).filter((one) => choiceText(one) === one.replaceAll('_', ' '));
  expect([...new Set(bare)]).toEqual(['day', 'trade']);
  expect(choiceText('hwm')).toBe('the highest it has reached (hwm)');
  const share = fields.filter((field) => fieldHelp(field) === 'A fraction: 0.05 is 5 %.').map(({ path }) => path);
  expect(share).toEqual(expect.arrayContaining(['payout.split', 'rules.max-daily-loss[0].limit.pct', 'rules.consistency[0].threshold']));
  expect(share.filter((path) => /abs|lots|mult|cap$/.test(path))).toEqual([]);
  const example = (path: string): string => {
    const field = fields.find((one) => one.path === path);
    return (field && /: ([[{].*[\]}])\.$/.exec(fieldHelp(field) ?? '')?.[1]) ?? '';
  };
  for (const { path, kind } of fields) if (kind === 'json') expect(() => JSON.parse(example(path)) as unknown, path).not.toThrow();
  const tables = {
    'lot-size': 'per_symbol',
    'scaling-contracts': 'levels',
    'news-window': 'instruments_by_event',
    'weekend-holding': 'exceptions',
  };
  const sent = Object.entries(tables).flatMap(([rule, name]) => [
    [`on:rules.${rule}[0]`, 'yes'],
    [`rules.${rule}[0].${name}`, example(`rules.${rule}[0].${name}`)],
  ]);
  const needed = { 'rules.lot-size[0].max_lots': '5', 'rules.weekend-holding[0].time': '21:00', 'rules.weekend-holding[0].tz': 'UTC' };
  const document = { ...made('house-default'), code: 'own', rules: {}, payout: null };
  const edited = editedDocument(document, { ...Object.fromEntries(sent), ...needed, 'payout.tiers': example('payout.tiers') });
  expect(compileRuleSet(edited)).toMatchObject({ ok: true });
});

test('every registered rule can be switched on from the form', () => {
  const groups = ruleGroups({ rules: {} });
  expect(groups.map(({ rule }) => rule)).toEqual(RULES.map(({ code }) => code));
  expect(groups.every(({ fields }) => fields.length > 0)).toBe(true);
});

test('a number that is changed, a rule switched off and one switched on are what the document says', () => {
  const document = made('ftmo-style-2-step');
  const sent = { ...asSent(document), set_name: 'house-two-step', 'rules.max-daily-loss[0].limit.pct': '0.04' };
  delete (sent as Record<string, string>)['on:rules.profit-target[0]'];
  const edited = editedDocument(document, { ...sent, 'on:rules.min-trades[0]': 'yes', 'rules.min-trades[0].min': '3' });
  expect(compileRuleSet(edited)).toMatchObject({ ok: true });
  expect(documentDifference(document, edited).filter(({ path }) => !path.startsWith('payout'))).toEqual(
    expect.arrayContaining([
      { path: 'code', old: 'ftmo-style-2-step', new: 'house-two-step' },
      { path: 'rules.max-daily-loss[0].limit.pct', old: '0.05', new: '0.04' },
      { path: 'rules.min-trades[0].min', old: null, new: '3' },
      { path: 'rules.profit-target[0].target_pct', old: '0.10', new: null },
    ]),
  );
});

test('a source that vouched for a number is gone once the number is another one', () => {
  const document = { ...made('house-default'), sources: [{ path: 'rules.consistency[0]' }, { path: 'bands' }] };
  const edited = editedDocument(document, { ...asSent(document), 'rules.consistency[0].threshold': '0.40' });
  expect(edited.sources).toEqual([{ path: 'bands' }]);
});

test('a text that is no number stays as typed and is refused by its path', () => {
  const document = made('ftmo-style-2-step');
  const edited = editedDocument(document, { ...asSent(document), 'rules.max-daily-loss[0].limit.pct': 'five' });
  expect(compileRuleSet(edited)).toMatchObject({ ok: false, refusal: { path: 'rules.max-daily-loss[0].limit.pct' } });
});

describe('publishing', () => {
  const tighter = (code: string) => {
    const document = made('ftmo-style-2-step');
    return { ...editedDocument(document, { ...asSent(document), 'rules.max-daily-loss[0].limit.pct': '0.04' }), code };
  };
  test('a set that bears the name of a preset keeps its worked cases', () => {
    expect(checkPublishable(tighter('ftmo-style-2-step'), sold, TODAY)).toMatchObject({ ok: false, refusal: { code: 'preset-not-kept' } });
    expect(checkPublishable(tighter('house-two-step'), sold, TODAY)).toMatchObject({ ok: true });
    expect(checkPublishable(made('ftmo-style-2-step'), sold, TODAY)).toMatchObject({ ok: true, value: { warnings: [] } });
  });
  test('another balance than the challenge is sold with is refused', () => {
    expect(checkPublishable(made('house-default'), { ...sold, initial_balance_cents: 1 }, TODAY)).toMatchObject({ ok: false });
  });
  test('numbers read more than 90 days ago are counted', () => {
    const { sources } = made('house-default');
    expect([staleSources(sources, '2027-02-18'), staleSources(sources, '2027-02-19')]).toEqual([0, 5]);
  });
});

test('an account may begin at zero where it is live, and then no limit is a share of that', () => {
  const document = made('topstep-style-funded');
  const live = { ...sold, initial_balance_cents: 5_000_000, phase: 'Funded', is_live: true };
  expect(checkPublishable(document, live, TODAY)).toMatchObject({ ok: true });
  expect(checkPublishable(document, { ...live, is_live: false }, TODAY)).toMatchObject({ ok: false, refusal: { path: 'initial_balance' } });
  const shared = {
    ...document,
    code: 'own',
    rules: { ...(document.rules as Plain), 'max-daily-loss': [{ limit: { pct: '0.05', of: 'initial' } }] },
  };
  expect(checkPublishable(shared, live, TODAY)).toMatchObject({
    refusal: { code: 'share-of-nothing', path: 'rules.max-daily-loss[0].limit.pct' },
  });
});

test('a preset is cut to the size and phase that is sold', () => {
  const phase = {
    id: 'p',
    name: 'Phase 2',
    position: 2,
    is_live: false,
    challenge_title: 'Classic',
    currency: 'USD',
    account_size_cents: 10_000_000,
  };
  expect(presetDraft('ftmo-style-2-step', phase)).toMatchObject({
    ok: true,
    value: { initial_balance: '100000.00', phase: 'verification' },
  });
  expect(presetDraft('ftmo-style-2-step', { ...phase, account_size_cents: 1 })).toMatchObject({
    ok: false,
    refusal: { code: 'size-not-offered' },
  });
});

test('a set with a name of its own is published on the worked cases of the rules it holds', () => {
  const document = made('ftmo-style-2-step') as { initial_balance: string; rules: Record<string, unknown> };
  const own = { ...document, code: 'house-two-step' };
  const checked = checkPublishable(own, { ...sold, initial_balance_cents: Number(document.initial_balance.replace('.', '')) }, TODAY);
  if (!checked.ok) throw new Error(checked.refusal.message);
  for (const rule of ['max-daily-loss', 'max-drawdown', 'min-trading-days'])
    expect(checked.value.cases.filter((id) => CASES.get(id)?.rule === rule).length, rule).toBeGreaterThan(0);
  expect(checked.value.cases.every((id) => Object.hasOwn(document.rules, CASES.get(id)?.rule ?? ''))).toBe(true);
});

test.each(['weekend-holding', 'overnight-holding'])('%s that would close positions by itself is refused: nobody does so', (rule) => {
  const document = made('ftmo-style-2-step') as { initial_balance: string; rules: object };
  const held = (action: string) => ({
    ...document,
    code: 'house-two-step',
    rules: { ...document.rules, [rule]: [{ tz: 'America/New_York', time: '15:45', action }] },
  });
  const balance = { ...sold, initial_balance_cents: Number(document.initial_balance.replace('.', '')) };
  expect(checkPublishable(held('none'), balance, TODAY)).toMatchObject({ ok: true });
  expect(checkPublishable(held('auto_close'), balance, TODAY)).toMatchObject({
    ok: false,
    refusal: { code: 'not-carried-out', path: `rules.${rule}[0].action` },
  });
});

test('an account that grows keeps its rules: limits of its own afterwards, and growth from nothing, are refused', () => {
  const document = made('ftmo-style-2-step') as { initial_balance: string; rules: Plain };
  const balance = { ...sold, initial_balance_cents: Number(document.initial_balance.replace('.', '')) };
  const grows = (more: Plain, initial_balance = document.initial_balance) => {
    const scaling = { step_pct: '0.25', months: 4, cap: '2000000.00', ...more };
    return { ...document, code: 'own', initial_balance, rules: initial_balance === '0.00' ? {} : document.rules, payout: { scaling } };
  };
  expect(checkPublishable(grows({}), balance, TODAY)).toMatchObject({ ok: true });
  for (const limit of ['mdl_pct', 'ml_pct'])
    expect(checkPublishable(grows({ [limit]: '0.10' }), balance, TODAY)).toMatchObject({
      refusal: { code: 'not-carried-out', path: `payout.scaling.${limit}` },
    });
  expect(checkPublishable(grows({}, '0.00'), { ...balance, is_live: true }, TODAY)).toMatchObject({
    refusal: { code: 'share-of-nothing', path: 'payout.scaling' },
  });
});

test('what is sold without a time limit is published without one', () => {
  const document = { ...made('house-default') } as { rules: Record<string, Plain>; initial_balance: string };
  const balance = { ...sold, initial_balance_cents: Number(document.initial_balance.replace('.', '')) };
  const ending = { ...document, code: 'own', rules: { ...document.rules, 'max-period': [{ days: 30, starts: 'first_trade' }] } };
  const { 'max-period': _longest, ...endless } = ending.rules;
  expect(checkPublishable(ending, balance, TODAY)).toMatchObject({ ok: true });
  expect(checkPublishable(ending, { ...balance, kind: 'no_time_limit' }, TODAY)).toMatchObject({ refusal: { code: 'no-time-limit' } });
  expect(checkPublishable({ ...ending, rules: endless }, { ...balance, kind: 'no_time_limit' }, TODAY)).toMatchObject({ ok: true });
});
