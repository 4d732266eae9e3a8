// News windows: opening or closing a targeted instrument around a release. What was opened earlier may be held.
export interface NewsLimits {
  before_s: number;
  after_s: number;
  edges: 'inclusive' | 'exclusive';
  phases: readonly string[];
  exempt_types: readonly string[];
  /** Globs of the symbols that an event targets. */
  instruments_by_event: Readonly<Record<string, readonly string[]>>;
}
interface NewsAct {
  at: number;
  symbol: string;
  phase: string;
  account_type: string | null;
}

export function violatesNews(limits: NewsLimits, release: { event: string; at: number }, act: NewsAct): boolean {
  if (!limits.phases.includes(act.phase)) return false;
  if (act.account_type !== null && limits.exempt_types.includes(act.account_type)) return false;
  const globs = Object.hasOwn(limits.instruments_by_event, release.event) ? (limits.instruments_by_event[release.event] ?? []) : [];
  if (!globs.some((glob) => matchesGlob(glob, act.symbol))) return false;
  const [from, to] = [release.at - limits.before_s * 1000, release.at + limits.after_s * 1000];
  return limits.edges === 'inclusive' ? act.at >= from && act.at <= to : act.at > from && act.at < to;
}

/** `*` stands for any run of characters, `?` for one; case does not matter. */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(text);
}
