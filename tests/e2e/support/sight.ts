// How a page is looked at: by day and by night, at a desk and on a phone, and with the eyes of those who cannot see, point or tell colours apart.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './office';

const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const LOOKS = [
  { name: 'light, at a desk', colorScheme: 'light', size: DESK },
  { name: 'dark, at a desk', colorScheme: 'dark', size: DESK },
  { name: 'dark, on a phone', colorScheme: 'dark', size: PHONE },
  { name: 'light, on a phone', colorScheme: 'light', size: PHONE },
] as const;

/** Nothing a person with a screen reader, a keyboard or weak eyes would trip over. */
export async function faultless(page: Page, where: string): Promise<void> {
  // Letters are shown in a frame that runs no script, so nobody can look into it that way; the page around it is looked at.
  const found = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const told = found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  expect.soft(told, `${where}: axe`).toEqual([]);
}

/** Nothing is wider than the screen; where it is, the widest parts are named. */
export async function fits(page: Page, where: string): Promise<void> {
  const wider = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const parts = [...document.querySelectorAll('main *')].filter((part) => part.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} px on ${clientWidth} px`, ...parts.slice(0, 3).map((part) => part.outerHTML.slice(0, 120))];
  });
  expect.soft(wider, `${where}: wider than the screen`).toEqual([]);
}

export type Look = (typeof LOOKS)[number];

/** One page as it stands, in these looks. The theme and the size change under it, as they do when a phone is turned or evening comes. */
export async function inLooks(page: Page, where: string, looks: readonly Look[] = LOOKS): Promise<void> {
  for (const { name, colorScheme, size } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    await expect(page.locator('html')).toHaveClass(new RegExp(colorScheme));
    await faultless(page, `${where}, ${name}`);
    await fits(page, `${where}, ${name}`);
  }
  await page.setViewportSize(DESK);
}
