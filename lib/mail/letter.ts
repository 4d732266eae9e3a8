// The paper a letter is written on: quiet, one column, tables and inline styles, because mail programs know little else.
// Everything handed in here is already escaped, except where a parameter says otherwise.
import type { Bar } from '@/lib/mail/message';
import { fixedText } from '@/lib/decimal';

const INK = '#17211D';
const INK_2 = '#46524C';
const LINE = '#DCE0DA';
const FONT = "font-family:Inter,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif";
const STATES: Record<Bar['state'], { mark: string; word: string; colour: string }> = {
  safe: { mark: '\u25cf', word: 'Safe', colour: '#0A6B56' },
  caution: { mark: '\u25c6', word: 'Caution', colour: '#8A5A00' },
  critical: { mark: '\u25b2', word: 'Critical', colour: '#B42318' },
  violated: { mark: '\u25a0', word: 'Violated', colour: '#5B0B3A' },
  unknown: { mark: '\u25cb', word: 'Unknown', colour: '#5A665F' },
};

export function escapeHtml(words: string): string {
  return words.replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function paragraphHtml(html: string): string {
  return `<p class="ink" style="margin:0 0 16px;font-size:15px;line-height:24px;color:${INK}">${html}</p>`;
}

export function linkHtml(href: string, caption: string): string {
  return `<a class="link" href="${escapeHtml(href)}" style="color:#2B4C9B">${escapeHtml(caption)}</a>`;
}

/** Points of a list; each is escaped HTML. */
export function listHtml(points: string[]): string {
  const items = points.map((point) => `<li style="margin:0 0 4px">${point}</li>`).join('');
  return `<ul class="ink" style="margin:0 0 16px;padding:0 0 0 20px;font-size:15px;line-height:24px;color:${INK}">${items}</ul>`;
}

/** Two columns: what, and how much. */
export function tableHtml(rows: [string, string][]): string {
  const cell = `padding:6px 12px 6px 0;border-bottom:1px solid ${LINE};font-size:14px;line-height:20px;vertical-align:top`;
  const row = ([label, value]: [string, string]) =>
    `<tr><td class="soft line" style="${cell};color:${INK_2}">${label}</td><td class="ink line" style="${cell};color:${INK};font-variant-numeric:tabular-nums">${value}</td></tr>`;
  return `<table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="margin:0 0 16px;border-collapse:collapse">${rows.map(row).join('')}</table>`;
}

export function buttonHtml(href: string, caption: string): string {
  const style =
    'display:inline-block;padding:8px 16px;border-radius:3px;background:#2B4C9B;color:#FFFFFF;font-size:14px;text-decoration:none';
  return `<p style="margin:0 0 16px"><a href="${escapeHtml(href)}" style="${style}">${escapeHtml(caption)}</a></p>`;
}

/**
 * The headroom bar: the allowance used, ticks at 80 and 90 %, and the state as mark, word and colour. Percent is truncated; used up, none
 * is told, since how far it went past stands in the words.
 */
export function barHtml(bar: Bar): string {
  const state = STATES[bar.state];
  const used = bar.used_bps === null ? null : Math.max(0, bar.used_bps);
  const width = Math.floor(Math.min(used ?? 0, 10_000) / 100);
  const percent = used === null || used >= 10_000 ? '' : ` ${fixedText(BigInt(Math.floor(used / 10)), 1)} % used`;
  const words = escapeHtml(bar.words);
  const part = (share: number, colour: string) =>
    share > 0 ? `<td width="${share}%" height="8" style="background:${colour};font-size:0;line-height:0">&nbsp;</td>` : '';
  const empty = [80, 90, 100].map((tick, index, ticks) => {
    const from = Math.max(width, index === 0 ? 0 : (ticks[index - 1] ?? 0));
    const edge = tick < 100 ? `;border-right:1px solid ${INK_2}` : '';
    return tick > from
      ? `<td width="${tick - from}%" height="8" style="background:#ECEEEA;font-size:0;line-height:0${edge}">&nbsp;</td>`
      : '';
  });
  const track = `<table role="img" aria-label="${words}" cellpadding="0" cellspacing="0" width="100%" style="max-width:288px;border-collapse:collapse"><tr>${part(width, state.colour)}${empty.join('')}</tr></table>`;
  const chip = `<span class="state" style="color:${state.colour};font-weight:600">${state.mark} ${state.word}</span>${percent}`;
  return `<div class="soft" style="margin:0 0 16px;font-size:13px;line-height:20px;color:${INK_2}">${track}<div style="margin-top:4px">${chip}</div><div>${words}</div></div>`;
}

/** A reader at night gets dark paper, where their program knows how; the inline colours stand for all the others. */
const NIGHT = [
  '.desk{background:#0F1412!important}.paper{background:#171D1A!important;border-color:#2E3833!important}.line{border-color:#2E3833!important}',
  '.ink{color:#E8ECE9!important}.soft{color:#A9B4AE!important}.link{color:#9DB2F0!important}.state{color:#E8ECE9!important}',
].join('');
const STYLE = `<meta name="color-scheme" content="light dark"><style>@media (prefers-color-scheme: dark){${NIGHT}}</style>`;

/** The letter as a program at night shows it, whatever the reader's own setting: what a preview needs. */
export const atNight = (html: string): string => html.replace('@media (prefers-color-scheme: dark)', '@media all');
export const byDay = (html: string): string => html.replace('@media (prefers-color-scheme: dark)', '@media not all');

const WHY = 'You receive this letter because of an event on your account.';

/** The whole page. `title` and `content` are escaped HTML; `unsubscribe` is an address of ours. */
export function frameHtml(title: string, content: string, unsubscribe: string | null): string {
  const foot = unsubscribe === null ? WHY : `${WHY} ${linkHtml(unsubscribe, 'Switch letters like this one off')}`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `${STYLE}<title>${title}</title></head><body class="desk" style="margin:0;padding:24px 16px;background:#F5F6F3;${FONT}">`,
    `<table role="presentation" class="paper" align="center" cellpadding="0" cellspacing="0" width="100%" style="max-width:560px;margin:0 auto;background:#FFFFFF;border:1px solid ${LINE};border-radius:5px">`,
    `<tr><td class="ink line" style="padding:16px 24px;border-bottom:1px solid ${LINE};font-size:16px;line-height:24px;font-weight:600;color:${INK}">Tideline</td></tr>`,
    `<tr><td style="padding:24px">${content}</td></tr>`,
    `<tr><td class="soft line" style="padding:16px 24px;border-top:1px solid ${LINE};font-size:12px;line-height:16px;color:#5A665F">${foot}</td></tr>`,
    '</table></body></html>',
  ].join('');
}
