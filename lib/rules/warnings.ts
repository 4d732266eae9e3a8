// Tells when an account comes near a limit that can stop it: once per instance, trading day and band, at the event that led there.
// It is part of the fold, so what was warned about does not depend on the order in which events arrived.
import { nextReset } from '@/lib/day';
import { statusOf, usedBps } from '@/lib/rules/bands';
import { isQuiet } from '@/lib/rules/episodes';
import type { Gate } from '@/lib/rules/facts';
import type { Judged, Rule, TestMoment } from '@/lib/rules/rule';
import type { Consequence, Facts, Verdict } from '@/lib/rules/types';

const STOPS: readonly Consequence[] = ['fail', 'block', 'pause'];

/** The verdict `pass` in the band just entered, or null when nothing new is to be told. Moves the gate. */
export function warn(gate: Gate, rule: Rule, judged: Judged<unknown>, own: unknown, facts: Facts, moment: TestMoment): Verdict | null {
  const { instance, header } = judged;
  if (moment.kind === 'reset' || !STOPS.includes(instance.consequence)) return null;
  const gauge = rule.gauge?.(judged, own, facts) ?? null;
  if (gauge === null) return null;
  const band = statusOf(gauge.headroom, gauge.allowance, false, header);
  if ((band !== 'caution' && band !== 'critical') || isQuiet(gate, moment.at)) return null;
  const told = gate.warned;
  if (told !== null && moment.at < told.until && (told.band === 'critical' || told.band === band)) return null;
  gate.warned = { band, until: nextReset(moment.at, instance.reset) };
  const { unit, measured, limit, headroom, evidence, message } = rule.stand(judged, own, facts);
  return {
    rule: instance.rule,
    instance: instance.instance,
    // The band is the subject: a breach of the same rule in the same millisecond stays a verdict of its own.
    subject: band,
    outcome: 'pass',
    consequence: instance.consequence,
    status: band,
    unit,
    measured,
    limit,
    headroom,
    used_bps: usedBps(gauge.headroom, gauge.allowance),
    breached_at: moment.at,
    raised_key: moment.key,
    until: null,
    evidence,
    message,
  };
}
