// Versions of a setting as a page lists them: with the names of those who signed and each value in words.
import type { SettingVersion } from '@/lib/settings/read';

export interface VersionShown {
  version: number;
  published_at: string | null;
  /** Who proposed and who published it; empty where it came with the installation. */
  people: string[];
  lines: { label: string; text: string }[];
}

export const shownVersions = (
  published: readonly SettingVersion[],
  names: Record<string, string>,
  words: (value: unknown) => { label: string; text: string }[],
): VersionShown[] =>
  published.map(({ version, published_at, published_by, second_person, value }) => ({
    version,
    published_at,
    people: [published_by, second_person].flatMap((id) => (id === null ? [] : [names[id] ?? id])),
    lines: words(value),
  }));
