// A share that says how far it can be trusted: its interval, its sample, and grey while too few accounts stand behind it.
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { rateText } from '@/components/ui/share-text';
import { FEWEST, type Share } from '@/lib/stats/wilson';

export function ShareFigure({ share, href }: { share: Share; href?: string }) {
  if (share.bps === null || share.low_bps === null || share.high_bps === null) return <span className="text-ink-3">none yet</span>;
  const interval = `${rateText(share.low_bps, 10_000)} to ${rateText(share.high_bps, 10_000)}`;
  const sample = `${share.count} of ${share.of}`;
  const thin = share.isThin ? ` Fewer than ${FEWEST}: this may be luck.` : '';
  return (
    <span
      data-thin={share.isThin}
      title={`${sample}; 95 % interval ${interval}.${thin}`}
      className="relative inline-flex flex-col items-end"
    >
      <CountLink count={share.count} href={href} thin={share.isThin}>
        {rateText(share.count, share.of)}
      </CountLink>
      <span className="text-meta whitespace-nowrap text-ink-3">
        {interval}, n {share.of}
        {share.isThin && <span className="sr-only">, too few to rest anything on</span>}
      </span>
    </span>
  );
}

/** A figure that leads to its rows; a nought leads nowhere. */
export function CountLink({
  count,
  href,
  thin = false,
  children,
}: {
  count: number;
  href?: string;
  thin?: boolean;
  children?: React.ReactNode;
}) {
  const text = children ?? count;
  if (count === 0 || !href) return <span className={cn(thin && 'text-ink-3')}>{text}</span>;
  return (
    <Link
      href={href}
      prefetch={false}
      className={cn('underline decoration-line-strong underline-offset-2 hover:decoration-current', thin ? 'text-ink-3' : 'text-accent')}
    >
      {text}
    </Link>
  );
}
