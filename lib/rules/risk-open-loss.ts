// Risk per trade by open loss: losses of the positions in a group against a share of the initial balance.
// Without the result of every position the answer is unknown; a loss that is known and too large is a breach all the same.
import { cents, shareOf, spellMoney, subtractCents, ZERO, type Cents } from '@/lib/money';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { isFlat } from '@/lib/rules/facts';
import { groupLosses, type OpenLoss } from '@/lib/rules/open-risk';
import { percentText } from '@/lib/rules/params';
import type { Risk, RiskMemory } from '@/lib/rules/risk-memory';
import type { Standing, Tested } from '@/lib/rules/rule';
import type { Change, Facts, FoldEvent, OpenPosition } from '@/lib/rules/types';

const DOUBT = 'Positions were open whose result nobody reported, so their open loss cannot be told.';

export function learnOpenLoss(judged: Risk, memory: RiskMemory, facts: Facts, event: FoldEvent, change: Change): Tested[] {
  if (judged.params.max_loss_per_closed_trade_pct !== undefined) return closedLoss(judged, event.id, change);
  const wasSeen = change.closed === null || memory.seen[change.closed.position_id] !== undefined;
  keepSeen(memory, facts, event);
  if (event.kind === 'deal') return wasSeen ? [] : [unknownOf('cents', DOUBT)];
  if (event.kind !== 'mark') return [];
  const found = [...lossesOf(judged, facts)]
    .filter(([group, { violated }]) => violated && !memory.told.includes(group))
    .map(([group, loss]) => breach(judged, group, loss.loss, event.id));
  memory.told.push(...found.map(({ subject = '' }) => subject));
  return found.length === 0 && !isTold(judged, facts) ? [unknownOf('cents', DOUBT)] : found;
}

function keepSeen(memory: RiskMemory, facts: Facts, event: FoldEvent): void {
  if (event.kind === 'mark') {
    for (const { position_id: id, floating_cents: floating } of Object.values(facts.positions))
      if (floating !== null) memory.seen[id] = true;
  }
  if (event.kind === 'mark' || event.kind === 'deal') {
    for (const id of Object.keys(memory.seen)) if (facts.positions[id] === undefined) delete memory.seen[id];
  }
}

function lossesOf(judged: Risk, facts: Facts): Map<string, OpenLoss> {
  const { limit_pct: share, group_by: keys, gross_losses_only, touch_is_breach } = judged.params;
  const named: Record<(typeof keys)[number], (one: OpenPosition) => string> = {
    symbol: (one) => one.symbol,
    side: (one) => one.side,
    position: (one) => one.position_id,
  };
  const known = Object.keys(facts.positions)
    .sort()
    .flatMap((id) => {
      const one = facts.positions[id];
      if (one === undefined || one.floating_cents === null) return [];
      return [{ group: keys.map((key) => named[key](one)).join(':'), floating: one.floating_cents }];
    });
  // A winner nobody reported could make up for a netted loss, so nothing is said until every result is known.
  const isUsable = gross_losses_only || isTold(judged, facts);
  return groupLosses(isUsable ? known : [], { share, initial: judged.header.initial_cents, gross_losses_only, touch_is_breach });
}

/** Whether every open position's own result is known. */
function isTold(_judged: Risk, facts: Facts): boolean {
  if (isFlat(facts)) return true;
  return facts.unlisted_open === 0 && Object.values(facts.positions).every(({ floating_cents: floating }) => floating !== null);
}

function limitOf(judged: Risk): Cents {
  return shareOf(judged.header.initial_cents, judged.params.limit_pct, 'floor');
}

function breach(judged: Risk, group: string, loss: Cents, id: string): Tested {
  const spell = (amount: Cents) => spellMoney(amount, judged.header.minor_digits);
  const [measured, limit] = [cents(-loss), limitOf(judged)];
  const message = `The open loss of ${group} reached ${spell(measured)}; ${percentText(judged.params.limit_pct)} of the initial balance, ${spell(limit)}, is the limit.`;
  return breachOf({
    subject: group,
    unit: 'cents',
    measured,
    limit,
    message,
    evidence: [{ label: 'Open loss', value: spell(loss), event_id: id }],
  });
}

function closedLoss(judged: Risk, id: string, { closed }: Change): Tested[] {
  const { max_loss_per_closed_trade_pct: most, touch_is_breach: touch } = judged.params;
  if (most === undefined || closed === null || closed.net_cents >= 0) return [];
  const [lost, limit] = [BigInt(-closed.net_cents) * most.den, BigInt(judged.header.initial_cents) * most.num];
  if (touch ? lost < limit : lost <= limit) return [];
  const spell = (amount: Cents) => spellMoney(amount, judged.header.minor_digits);
  const measured = cents(-closed.net_cents);
  const shown = shareOf(judged.header.initial_cents, most, 'floor');
  const message = `Position ${closed.position_id} lost ${spell(measured)}; ${percentText(most)} of the initial balance, ${spell(shown)}, is the limit.`;
  const evidence = [{ label: 'Net of the position', value: spell(closed.net_cents), event_id: id }];
  return [breachOf({ subject: closed.position_id, unit: 'cents', measured, limit: shown, message, evidence })];
}

export function standOpenLoss(judged: Risk, facts: Facts): Standing {
  const spell = (amount: Cents) => spellMoney(amount, judged.header.minor_digits);
  const losses = [...lossesOf(judged, facts)].sort(([, a], [, b]) => a.loss - b.loss);
  const [group, worst] = losses[0] ?? ['', null];
  const most = judged.params.max_loss_per_closed_trade_pct;
  const limit = most === undefined ? limitOf(judged) : shareOf(judged.header.initial_cents, most, 'floor');
  const base = { unit: 'cents' as const, limit, allowance: limit };
  if (most !== undefined) {
    const message = `A closed position may lose ${percentText(most)} of the initial balance, ${spell(limit)}.`;
    return { ...base, outcome: 'pass', measured: ZERO, headroom: limit, evidence: [], message, broken: false };
  }
  const broken = worst?.violated ?? false;
  if (!broken && !isTold(judged, facts)) {
    return { ...base, outcome: 'unknown', measured: null, headroom: null, evidence: [], message: DOUBT, broken };
  }
  const measured = cents(-(worst?.loss ?? ZERO));
  const message =
    worst === null ? 'No position is open.' : `The largest open loss is ${spell(measured)} in ${group}; ${spell(limit)} is the limit.`;
  const evidence = losses.slice(0, 5).map(([label, { loss }]) => ({ label, value: spell(loss) }));
  return { ...base, outcome: broken ? 'breach' : 'pass', measured, headroom: subtractCents(limit, measured), evidence, message, broken };
}
