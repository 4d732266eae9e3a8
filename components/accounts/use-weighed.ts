'use client';
// Asks the server what a deed would come to. The key comes with the answer: whatever is sent under it is done once.
import { useEffect, useState } from 'react';
import type { BulkDeed, BulkScope, Weighed } from '@/lib/accounts/bulk';

type Answer = (Weighed & { key: string }) | { error: { code: string; message: string } };
type State = { weighed: (Weighed & { key: string }) | null; trouble: string | null };
const ASKING: State = { weighed: null, trouble: null };
const SILENT = 'They could not be counted. Nothing was done; try again. (not-counted)';

export function useWeighed(deed: BulkDeed, scope: BulkScope) {
  const [state, setState] = useState<State>(ASKING);
  const [turn, setTurn] = useState(0);
  const question = JSON.stringify({ deed, ids: scope.ids, address: scope.address });
  useEffect(() => {
    const leaving = new AbortController();
    const ask = async () => {
      const response = await fetch('/accounts/deeds/weigh', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: question,
        signal: leaving.signal,
      });
      const told = (await response.json()) as Answer;
      setState(
        'error' in told ? { weighed: null, trouble: `${told.error.message} (${told.error.code})` } : { weighed: told, trouble: null },
      );
    };
    ask().catch(() => {
      if (!leaving.signal.aborted) setState({ weighed: null, trouble: SILENT });
    });
    return () => leaving.abort();
  }, [question, turn]);
  const again = () => {
    setState(ASKING);
    setTurn((before) => before + 1);
  };
  return { ...state, again };
}
