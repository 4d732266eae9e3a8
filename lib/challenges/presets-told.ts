// What each preset rests on, for whoever chooses one: whose published rules it imitates, where they were read and on which day.
import { isStale } from '@/lib/rules/presets/preset';
import { PRESETS } from '@/lib/rules/presets/register';

export interface PresetFacts {
  code: string;
  title: string;
  /** The hosts its numbers were read on; none where no page of the firm could be read. */
  hosts: string[];
  /** The oldest reading: no number is older. */
  readOn: string;
  isStale: boolean;
  /** Numbers that no page of the firm itself says. */
  unconfirmed: number;
}

/** A preset of our own names no page; one whose pages could not be opened names none either. */
const hostOf = (url: string): string[] =>
  URL.canParse(url) ? [new URL(url).host.replace(/^www\./, '')] : url === 'house' ? ['our own'] : [];

export function presetFacts(today: string): PresetFacts[] {
  return PRESETS.map(({ code, title, sizes, make }) => {
    const { sources } = make({ size: sizes[0] ?? '' });
    const readOn = sources.map(({ read_on }) => read_on).sort()[0] ?? today;
    const hosts = [...new Set(sources.filter(({ path }) => path !== 'bands').flatMap(({ url }) => hostOf(url)))].sort();
    return {
      code,
      title,
      hosts,
      readOn,
      isStale: isStale(readOn, today),
      unconfirmed: sources.filter(({ confirmed }) => !confirmed).length,
    };
  });
}
