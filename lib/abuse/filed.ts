// Signals as they were filed with a case: what somebody looked at then, whatever later searches found.
import { z } from 'zod';

const filed = z.object({
  ...{ signal_id: z.string(), kind: z.string(), score: z.coerce.number(), summary: z.string(), evidence_count: z.number() },
  parts: z
    .array(z.object({ part: z.string(), words: z.string().optional(), points: z.number().optional(), most: z.number().optional() }))
    .catch([]),
  accounts: z.array(z.object({ id: z.string(), login: z.string(), trader: z.string() })).nullable(),
  matches: z
    .array(
      z.object({
        ...{
          symbol: z.string(),
          side_a: z.string(),
          side_b: z.string(),
          opened_a: z.string(),
          ms_apart: z.number(),
          volume_ratio: z.coerce.number(),
        },
      }),
    )
    .catch([]),
});
export type FiledSignal = z.output<typeof filed>;

/** The signals among what was filed, and the rest of it. What has another shape stays with the rest. */
export function filedSignals(evidence: unknown): { signals: FiledSignal[]; rest: unknown } {
  if (typeof evidence !== 'object' || evidence === null || !('signals' in evidence)) return { signals: [], rest: evidence };
  const read = z.array(filed).safeParse(evidence.signals);
  if (!read.success) return { signals: [], rest: evidence };
  const { signals: _signals, ...rest } = evidence;
  return { signals: read.data, rest };
}
