// What the neutral platform answers when it is asked what happened in a window: the messages it posted or should have posted, each as the
// very text it would have sent and under the same id, page by page.
import { z } from 'zod';
import { postSigned, type Listener } from '@/lib/trades/providers/signed-post';
import type { Outcome } from '@/lib/trades/providers/provider';

interface FeedQuestion {
  /** Half-open, ISO instants. */
  from: string;
  to: string;
  cursor: string | null;
  account: { platform: string; server: string; login: string } | null;
}

const page = z.object({
  messages: z.array(z.object({ id: z.string().min(1).max(255), body: z.string().max(524_288) })).max(500),
  next_cursor: z.string().min(1).max(1024).nullable(),
});
export type FeedPage = z.output<typeof page>;

const MAX_PAGE = 4 * 1_048_576;

/** `key` names the question; asking twice answers twice, since nothing is changed by it. */
export async function askFeed(listener: Listener, key: string, question: FeedQuestion): Promise<Outcome<FeedPage>> {
  const told = await postSigned(listener, key, { type: 'feed.resend', data: question }, MAX_PAGE);
  if (told.outcome !== 'acknowledged') return told;
  const answer = page.safeParse(told.value);
  if (answer.success) return { outcome: 'acknowledged', value: answer.data };
  const path = answer.error.issues[0]?.path.join('.') ?? '';
  return {
    outcome: 'refused',
    code: 'schema-mismatch',
    message: `The feed's answer is not understood${path === '' ? '' : ` at ${path}`}.`,
  };
}
