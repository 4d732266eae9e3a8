// Takes away at night what only helps and is older than the firm wants it kept: small pieces, each a transaction of its own, so that
// nothing waits for it; what is not finished goes on the next night.
import { pool } from '@/lib/db/pool';

const PATIENCE_MS = 240_000;

const PIECES = {
  marks: 'private.thin_marks',
  deliveries: 'private.drop_outbound',
  answers: 'private.drop_answers',
  forgotten: 'private.forget_late',
  windows: 'private.drop_windows',
} as const;
type Kept = Record<keyof typeof PIECES, number>;

/** How many rows of each kind went. The database says what is old; a piece that answers nothing was the last. */
export async function keepHouse(now: Date): Promise<Kept> {
  const gone: Kept = { marks: 0, deliveries: 0, answers: 0, forgotten: 0, windows: 0 };
  // The quick ones first, so that a long thinning of bars leaves none of them for another night.
  const kinds = (Object.keys(PIECES) as (keyof Kept)[]).reverse();
  for (const kind of kinds) {
    const until = Date.now() + PATIENCE_MS / kinds.length;
    while (Date.now() < until) {
      const { rows } = await pool().query<{ gone: number | null }>(`select ${PIECES[kind]}($1) as gone`, [now.toISOString()]);
      if (rows[0]?.gone === null || rows[0] === undefined) break;
      gone[kind] += rows[0].gone;
    }
  }
  return gone;
}
