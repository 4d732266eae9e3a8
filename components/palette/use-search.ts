'use client';
// Asks the server while somebody types: when the typing pauses, and only for what was typed last.
import { useEffect, useRef, useState } from 'react';
import { readSearch, type SearchAnswer, type SearchHit } from '@/lib/search/answer';

const PAUSE_MS = 150;

export type Found = { state: 'idle' } | { state: 'asking' } | { state: 'failed' } | { state: 'found'; hits: SearchHit[] };

export function useSearch() {
  const [found, setFound] = useState<Found>({ state: 'idle' });
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asked = useRef<AbortController | null>(null);
  const stop = () => {
    if (waiting.current) clearTimeout(waiting.current);
    asked.current?.abort();
  };
  useEffect(() => stop, []);

  const ask = (text: string) => {
    stop();
    const q = readSearch(text);
    if (q === null) return setFound({ state: 'idle' });
    setFound({ state: 'asking' });
    waiting.current = setTimeout(() => {
      const one = new AbortController();
      asked.current = one;
      fetch(`/search?q=${encodeURIComponent(q)}`, { signal: one.signal, headers: { accept: 'application/json' } })
        .then(async (answer) => {
          if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
          setFound({ state: 'found', hits: ((await answer.json()) as SearchAnswer).hits });
        })
        .catch(() => {
          // What was overtaken by the next key is no failure.
          if (!one.signal.aborted) setFound({ state: 'failed' });
        });
    }, PAUSE_MS);
  };
  return { found, ask };
}
