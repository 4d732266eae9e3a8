'use client';
// Reads the preview as it streams: progress, the accounts that differ, and the proof that it came to its end.
import { useCallback, useRef, useState } from 'react';
import type { PreviewAccount, PreviewCount, PreviewStep } from '@/lib/challenges/scan';

export type PreviewState = {
  phase: 'idle' | 'running' | 'cancelled' | 'failed' | 'finished';
  count: PreviewCount | null;
  accounts: PreviewAccount[];
  proof: string | null;
  seconds: number | null;
  /** Accounts beyond the first are asked for a page at a time. */
  more: 'none' | 'asked' | 'failed';
};
type Line = PreviewStep | { kind: 'failed' };
type Proven = { proof?: string };

const IDLE: PreviewState = { phase: 'idle', count: null, accounts: [], proof: null, seconds: null, more: 'none' };

export function usePreview(href: string) {
  const [state, setState] = useState<PreviewState>(IDLE);
  const running = useRef<AbortController | null>(null);

  const cancel = useCallback(() => running.current?.abort(), []);
  const start = useCallback(async () => {
    const cancelling = new AbortController();
    running.current = cancelling;
    setState({ ...IDLE, phase: 'running' });
    try {
      const answer = await fetch(href, { signal: cancelling.signal });
      if (!answer.ok || !answer.body) throw new Error('refused');
      for await (const lines of batches(answer.body)) setState((before) => lines.reduce(taken, before));
      // A stream that stops without its end was cut off: that is no preview.
      setState((before) => (before.phase === 'running' ? { ...before, phase: 'failed' } : before));
    } catch {
      setState((before) => ({ ...before, phase: cancelling.signal.aborted ? 'cancelled' : 'failed', proof: null }));
    }
  }, [href]);
  const last = state.accounts.at(-1)?.account_id;
  const more = useCallback(async () => {
    if (last === undefined) return;
    setState((before) => ({ ...before, more: 'asked' }));
    try {
      const answer = await fetch(`${href}?after=${last}`);
      if (!answer.ok || !answer.body) throw new Error('refused');
      const found: PreviewAccount[] = [];
      for await (const lines of batches(answer.body)) {
        for (const line of lines) {
          if (line.kind === 'failed') throw new Error('broken off');
          if (line.kind === 'account') found.push(line);
        }
      }
      setState((before) => ({ ...before, more: 'none', accounts: [...before.accounts, ...found] }));
    } catch {
      setState((before) => ({ ...before, more: 'failed' }));
    }
  }, [href, last]);
  return { state, start, cancel, more };
}

async function* batches(body: ReadableStream<Uint8Array>): AsyncGenerator<(Line & Proven)[]> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines.map((line) => JSON.parse(line) as Line & Proven);
  }
}

function taken(before: PreviewState, line: Line & Proven): PreviewState {
  switch (line.kind) {
    case 'failed':
      return { ...before, phase: 'failed' };
    case 'account':
      return { ...before, accounts: [...before.accounts, line] };
    case 'progress':
      return { ...before, count: line };
    case 'end':
      return { ...before, phase: 'finished', count: line, proof: line.proof ?? null, seconds: line.seconds };
  }
}
