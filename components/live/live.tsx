'use client';
// Keeps a page true while it is open. Lists only say how much is new, so a row never moves under the pointer; figures refresh in
// place. When the stream fails the same news are polled, and the stream is tried again.
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { StreamTopic } from '@/lib/events/topic';
import { useRefresh } from './use-refresh';

const POLL_MS = 15_000;
const RETRY_STREAM_MS = 60_000;
/** Silence sends no news: that a feed was not heard for too long is learnt by looking. */
const LOOK_AGAIN_MS = 60_000;
/** What brokers report of all accounts never ends; a calm page follows it at its leisure, and what it breaks at once. */
const REPORTS = /^(trade\.|account\.reported$)/;
const REPORTS_EVERY_MS = 3000;

type News = { id: string; kind: string; account_id: string | null; data?: Record<string, unknown> | null };

type LiveProps = {
  /** The newest event the page itself has seen. */
  after: string;
  account?: string;
  topics: StreamTopic[];
  /** Only kinds that start so; empty for all of the topics. */
  kinds?: string;
  mode: 'refresh' | 'pill';
  /** The page counts over the whole firm, which always trades. */
  isCalm?: boolean;
  /** What the pill counts: rows of the list, or accounts that changed. */
  counts?: 'rows' | 'accounts';
  noun?: [one: string, many: string];
};

type Wanted = Pick<LiveProps, 'topics' | 'kinds'>;

function concerns(topic: string, news: News, { topics, kinds = '' }: Wanted): boolean {
  return topics.includes(topic as StreamTopic) && news.kind.startsWith(kinds);
}

function rowsIn(news: News): number {
  // A message of a broker may carry many trades and leaves one line on the spine.
  const counts = news.data?.counts as { trade?: number } | undefined;
  return counts?.trade ?? 1;
}

/** Hears the stream, or polls while it cannot; answers by which way the news come. `anew`: too much has happened to be told one by one. */
function useNews(
  after: string,
  account: string | undefined,
  hear: (topic: string, news: News) => void,
  anew: () => void,
): 'stream' | 'polling' {
  const [way, setWay] = useState<'stream' | 'polling'>('stream');
  const last = useRef(after);
  const heard = useRef({ hear, anew });
  useEffect(() => {
    heard.current = { hear, anew };
  }, [hear, anew]);
  useEffect(() => {
    let source: EventSource | null = null;
    let poll: ReturnType<typeof setInterval> | null = null;
    let retry: ReturnType<typeof setTimeout> | null = null;
    const address = (extra: string) => `/api/stream?after=${last.current}${account ? `&account=${account}` : ''}${extra}`;
    const take = (topic: string, news: News) => {
      last.current = news.id;
      heard.current.hear(topic, news);
    };
    const ask = async () => {
      const answer = await fetch(address('&poll=1'), { headers: { accept: 'application/json' } }).catch(() => null);
      if (!answer?.ok) return;
      const told = (await answer.json()) as { events: (News & { topic: string })[]; after: string; reload?: boolean };
      for (const news of told.events) take(news.topic, news);
      last.current = told.after;
      if (told.reload) heard.current.anew();
    };
    const listen = () => {
      source = new EventSource(address(''));
      source.onopen = () => {
        setWay('stream');
        if (poll) clearInterval(poll);
        poll = null;
      };
      for (const topic of ['account', 'violation', 'review', 'payout']) {
        source.addEventListener(topic, (event: MessageEvent<string>) => take(topic, JSON.parse(event.data) as News));
      }
      source.addEventListener('reload', (event: MessageEvent<string>) => {
        last.current = (JSON.parse(event.data) as { id: string }).id;
        heard.current.anew();
      });
      source.onerror = () => {
        // While it is connecting the browser tries again by itself, with the last id it saw.
        if (source?.readyState !== EventSource.CLOSED) return;
        setWay('polling');
        poll ??= setInterval(() => void ask(), POLL_MS);
        retry = setTimeout(listen, RETRY_STREAM_MS);
      };
    };
    listen();
    return () => {
      source?.close();
      if (poll) clearInterval(poll);
      if (retry) clearTimeout(retry);
    };
  }, [account]);
  return way;
}

export function Live({ after, account, topics, kinds, mode, isCalm = false, counts = 'rows', noun = ['new row', 'new rows'] }: LiveProps) {
  const router = useRouter();
  const [fresh, setFresh] = useState<{ since: string; rows: number; accounts: string[] }>({ since: after, rows: 0, accounts: [] });
  const readAnew = useRefresh();
  useEffect(() => {
    if (mode !== 'refresh') return;
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') readAnew();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [mode, readAnew]);
  const hear = (topic: string, news: News) => {
    if (!concerns(topic, news, { topics, kinds })) return;
    if (mode === 'refresh') return readAnew(isCalm && REPORTS.test(news.kind) ? REPORTS_EVERY_MS : undefined);
    setFresh((seen) => {
      const base = seen.since === after ? seen : { since: after, rows: 0, accounts: [] };
      const accounts = news.account_id && !base.accounts.includes(news.account_id) ? [...base.accounts, news.account_id] : base.accounts;
      return { since: after, rows: base.rows + rowsIn(news), accounts };
    });
  };
  const way = useNews(after, account, hear, () => readAnew());
  // Counts belong to the page they were heard on: once the list is read again they start from nothing.
  const count = fresh.since !== after ? 0 : counts === 'accounts' ? fresh.accounts.length : fresh.rows;
  return (
    <span className="inline-flex items-center gap-2" data-live={way}>
      <span className={cn('text-label text-ink-3', way === 'polling' && 'text-caution')}>{way === 'stream' ? 'Live' : 'Every 15 s'}</span>
      <span aria-live="polite">
        {mode === 'pill' && count > 0 && (
          <button
            type="button"
            onClick={() => router.refresh()}
            className="h-6 rounded-full bg-accent-soft px-3 text-label font-medium text-accent"
          >
            {count} {count === 1 ? noun[0] : noun[1]}, show
          </button>
        )}
      </span>
    </span>
  );
}
