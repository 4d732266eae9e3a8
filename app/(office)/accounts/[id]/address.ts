// What the address of an account page says: the tab, the kind of event, the open verdict, and the instant it is shown as of. All of it
// can be sent as a link.

import { UUID } from '@/lib/uuid';

export const ACCOUNT_TABS = [
  { key: 'timeline', label: 'Timeline' },
  { key: 'trades', label: 'Trades' },
  { key: 'positions', label: 'Positions' },
  { key: 'violations', label: 'Violations' },
  { key: 'behaviour', label: 'Behaviour' },
  { key: 'payouts', label: 'Payouts' },
  { key: 'linked', label: 'Linked accounts' },
  { key: 'notes', label: 'Notes' },
] as const;

export type AccountTab = (typeof ACCOUNT_TABS)[number]['key'];

const KINDS = ['account', 'trade', 'rule', 'review', 'mail'];

type Parts = { tab: AccountTab; kind: string; before: string; violation: string; at: string; rules: string; figure: string; page: string };

export type AccountAddress = Parts & { href: (change: Partial<Parts>) => string };

export function readAccountAddress(id: string, search: Record<string, string | string[] | undefined>): AccountAddress {
  const one = (key: string) => {
    const value = search[key];
    return typeof value === 'string' ? value : '';
  };
  const parts: Parts = {
    tab: ACCOUNT_TABS.find((tab) => tab.key === one('tab'))?.key ?? 'timeline',
    kind: KINDS.find((kind) => kind === one('kind')) ?? '',
    before: /^\d{1,18}$/.test(one('before')) ? one('before') : '',
    violation: /^[0-9a-f-]{36}$/i.test(one('violation')) ? one('violation') : '',
    rules: UUID.test(one('rules')) ? one('rules') : '',
    at: /^[\d:.TZ-]{16,24}$/.test(one('at')) ? one('at') : '',
    figure: /^[a-z-]{1,20}$/.test(one('figure')) ? one('figure') : '',
    page: /^[1-9]\d{0,3}$/.test(one('page')) ? one('page') : '',
  };
  const href = (change: Partial<Parts>) => {
    // Another tab or kind starts at the newest event again, and no drawer follows into another tab.
    const next = { ...parts, before: '', page: '', ...(change.tab ? { violation: '', figure: '' } : {}), ...change };
    const query = new URLSearchParams();
    if (next.tab !== 'timeline') query.set('tab', next.tab);
    for (const key of ['kind', 'before', 'violation', 'at', 'figure', 'page'] as const) if (next[key]) query.set(key, next[key]);
    // Another version is asked about at an instant only; the present is under the rules it has.
    if (next.at && next.rules) query.set('rules', next.rules);
    const text = query.toString();
    return text ? `/accounts/${id}?${text}` : `/accounts/${id}`;
  };
  return { ...parts, href };
}
