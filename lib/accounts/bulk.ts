// One deed on many accounts, or on many verdicts, in words: what would happen to how many, why the rest is left out, and what may be said as the reason.
export const ACCOUNT_DEEDS = ['block', 'unblock', 'resync'] as const;
export const VERDICT_DEEDS = ['confirm', 'withdraw'] as const;
export const BULK_DEEDS = [...ACCOUNT_DEEDS, ...VERDICT_DEEDS] as const;
export type BulkDeed = (typeof BULK_DEEDS)[number];

const isOfVerdicts = (deed: BulkDeed): boolean => VERDICT_DEEDS.some((one) => one === deed);
/** What a deed is done to, one and many. */
export const nounOf = (deed: BulkDeed): [one: string, many: string] =>
  isOfVerdicts(deed) ? ['verdict', 'verdicts'] : ['account', 'accounts'];
/** The list a deed's rows are chosen on. */
export const listPathOf = (deed: BulkDeed): '/violations' | '/accounts' => (isOfVerdicts(deed) ? '/violations' : '/accounts');

/** More than this at once is no longer a deed somebody can answer for. */
export const MOST_AT_ONCE = 2_000;

/** What a deed is about: the rows chosen by hand, or everything that the list's address matches. */
export type BulkScope = { ids: string[]; address: string } | { ids: null; address: string };

/** Accounts of one prospect or outcome; no code: it can be done, or was not reached yet. */
export interface DeedGroup {
  code: string | null;
  count: number;
  logins: string[];
}
/** The digest stands for exactly these accounts with exactly these prospects. */
export interface Weighed {
  matching: number;
  can: number;
  digest: string;
  groups: DeedGroup[];
}

interface Words {
  label: string;
  /** "41 of 43 can be …" */
  can: string;
  done: string;
  consequences: string[];
  templates: string[];
}

export const BULK_WORDS: Record<BulkDeed, Words> = {
  block: {
    label: 'Block',
    can: 'blocked',
    done: 'blocked',
    consequences: [
      'Trading is off on each. Trades are still recorded and judged; none can pass or be paid until it is unblocked.',
      'Each trader is told by mail, once for each account.',
    ],
    templates: ['Suspected copy trading', 'Payment disputed', 'Data under examination', 'Asked for by the trader', 'Another reason'],
  },
  unblock: {
    label: 'Unblock',
    can: 'unblocked',
    done: 'unblocked',
    consequences: [
      'Each goes back to where it was blocked from and may be traded.',
      'What broke before is not judged again today; from the next trading day on everything is.',
      'Each trader is told by mail, once for each account.',
    ],
    templates: ['Examined, nothing found', 'Blocked by mistake', 'Settled with the trader', 'Another reason'],
  },
  resync: {
    label: 'Resync',
    can: 'told again',
    done: 'being told again',
    consequences: [
      'Each is told again from its first event; feeds that can be asked are asked for what is missing.',
      'Verdicts that no longer hold are withdrawn, or contested where they were confirmed.',
    ],
    templates: ['Events were missing', 'The feed was corrected', 'Another reason'],
  },
  confirm: {
    label: 'Confirm',
    can: 'confirmed',
    done: 'confirmed',
    consequences: [
      'The consequence of each stands: an account that fails by it ends, one that is blocked by it stays blocked.',
      'Each trader is told by mail, once for each verdict.',
    ],
    templates: ['Figures checked', 'Agreed with the trader', 'Another reason'],
  },
  withdraw: {
    label: 'Withdraw',
    can: 'withdrawn',
    done: 'withdrawn',
    consequences: [
      'What was not sent yet is voided, and the stop on trading is lifted where nothing else holds it.',
      'A verdict that was confirmed is left out: taking it back opens a review, one by one.',
    ],
    templates: ['Data was wrong', 'The platform was at fault', 'Another reason'],
  },
};

const OBSTACLES: Record<string, [one: string, many: string]> = {
  'is-pending': ['is not open yet', 'are not open yet'],
  'is-active': ['is active and not blocked', 'are active and not blocked'],
  'is-live': ['is live and not blocked', 'are live and not blocked'],
  'is-blocked': ['is blocked already', 'are blocked already'],
  'is-passed': ['has passed', 'have passed'],
  'is-failed': ['has failed', 'have failed'],
  'is-closed': ['is closed', 'are closed'],
  'is-confirmed': ['is confirmed already', 'are confirmed already'],
  'is-withdrawn': ['is withdrawn already', 'are withdrawn already'],
  'already-decided': ['was decided meanwhile', 'were decided meanwhile'],
  'needs-another-person': ['was contested by you: another person decides it', 'were contested by you: another person decides them'],
  'trader-banned': ['belongs to a banned trader', 'belong to banned traders'],
  'changed-since': ['was decided on anew since', 'were decided on anew since'],
  busy: ['was being judged at that moment', 'were being judged at that moment'],
  'not-done': ['could not be changed', 'could not be changed'],
};

/** "are blocked already", or the code itself where it has no words yet. */
export function obstacleText(code: string, count: number): string {
  const words = OBSTACLES[code];
  return words ? words[count === 1 ? 0 : 1] : `refused: ${code}`;
}

/** "1 account", "41 verdicts". */
export const manyText = (deed: BulkDeed, count: number): string => `${count} ${nounOf(deed)[count === 1 ? 0 : 1]}`;

/** "41 of 43 can be blocked; 2 have passed." */
export function prospectText(deed: BulkDeed, { matching, can, groups }: Weighed): string {
  if (matching === 0) return `No ${nounOf(deed)[0]} matches.`;
  const left = groups.flatMap(({ code, count }) => (code === null ? [] : [`${count} ${obstacleText(code, count)}`]));
  const head = can === matching ? `All ${matching}` : `${can} of ${matching}`;
  const lead = matching === 1 && can === 1 ? `This ${nounOf(deed)[0]}` : head;
  return `${[`${lead} can be ${BULK_WORDS[deed].can}`, ...left].join('; ')}.`;
}

/** What came of it: "41 accounts blocked; 2 have passed." Whatever has no outcome yet was not reached. */
export function resultText(deed: BulkDeed, groups: DeedGroup[]): string {
  const countOf = (code: string | null) => groups.find((group) => group.code === code)?.count ?? 0;
  const others = groups.filter(({ code }) => code !== null && code !== 'done');
  const left = others.map(({ code, count }) => `${count} ${obstacleText(code ?? '', count)}`);
  const waiting = countOf(null) > 0 ? [`${countOf(null)} not reached yet`] : [];
  return `${[`${manyText(deed, countOf('done'))} ${BULK_WORDS[deed].done}`, ...left, ...waiting].join('; ')}.`;
}

/** Why nothing was done: the set that was weighed is not the set that is there. */
export function driftText(deed: BulkDeed, seen: number, now: number): string {
  return seen === now
    ? `The ${manyText(deed, now)} that match are not in the state that was counted any more. Nothing was done; look again.`
    : `Matching changed from ${seen} to ${now}: look again. Nothing was done.`;
}

/** A template and one's own words, as one reason. */
export const reasonOf = (template: string, words: string): string => (template === 'Another reason' ? words : `${template}: ${words}`);
