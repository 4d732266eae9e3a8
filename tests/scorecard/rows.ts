// The rows of the card that can be run today, by the file that runs them, and those whose part of the system does not exist yet.
export interface Due {
  row: string;
  /** Under tests/, what the full form runs. */
  file: string;
  /** Where the full form is every test of the file as `npm test` runs it: what they show. */
  whole?: string;
}

export const DUE: Due[] = [
  { row: 'R1', file: 'scorecard/r01-campaign.full.ts' },
  { row: 'R2', file: 'scorecard/r02-same-event.full.ts' },
  { row: 'R3', file: 'scorecard/r03-same-id.full.ts' },
  { row: 'R4', file: 'scorecard/r04-desk.full.ts' },
  { row: 'R5', file: 'scorecard/r05-any-order.test.ts' },
  { row: 'R6', file: 'scorecard/r06-after-the-letter.test.ts' },
  { row: 'R7', file: 'scorecard/r07-corrections.test.ts' },
  { row: 'R9', file: 'scorecard/r09-invariants.test.ts' },
  { row: 'R12', file: 'scorecard/r12-dropped.full.ts' },
  { row: 'R13', file: 'payouts/conserved.test.ts' },
  { row: 'R14', file: 'payouts/four-eyes.test.ts', whole: 'fourteen ways around four eyes, by SQL, by every role and by the service key' },
  { row: 'R16', file: 'scorecard/r16-structuring.full.ts' },
  { row: 'R17', file: 'payouts/edges.test.ts', whole: 'what an approval no longer covers once something has moved' },
  { row: 'R19', file: 'payouts/edges.test.ts', whole: 'a losing trade in each state of a payout' },
  { row: 'R20', file: 'payouts/edges.test.ts', whole: 'every pair of payout states' },
  { row: 'R21', file: 'scorecard/r21-calendars.test.ts' },
  { row: 'R22', file: 'scorecard/r22-forgeries.test.ts' },
  { row: 'R23', file: 'db/advisors.test.ts', whole: 'the advisors of the database on every migration' },
  { row: 'R24', file: 'access', whole: 'every relation and function by every caller, through the API' },
  { row: 'R25', file: 'scorecard/r25-definers.test.ts' },
  { row: 'R26', file: 'scorecard/r26-canaries.full.ts' },
  { row: 'R29', file: 'scorecard/r29-load.test.ts' },
  { row: 'R30', file: 'scorecard/r30-strict-doors.test.ts' },
  { row: 'R31', file: 'scorecard/r31-addresses.full.ts' },
  { row: 'R33', file: 'scorecard/r33-corpus.test.ts' },
  { row: 'R34', file: 'scorecard/r34-new-version.test.ts' },
  { row: 'R36', file: 'scorecard/r36-secrets.full.ts' },
  { row: 'R37', file: 'audit/anchors.test.ts', whole: 'a superuser edits, deletes, cuts the tail, swaps and rewrites: each is found' },
  {
    row: 'R38',
    file: 'traders/erasure.test.ts',
    whole: 'a person whom every door wrote down, erased: no word in any column, chains, books and checks stand',
  },
  { row: 'R41', file: 'scorecard/r41-restore.full.ts' },
  { row: 'R42', file: 'scorecard/r42-standstill.full.ts' },
  { row: 'R42', file: 'scorecard/r42-full-disk.full.ts' },
  { row: 'MONTH', file: 'payouts/month.test.ts' },
  { row: 'R44', file: 'scorecard/r44-removals.test.ts' },
];

const OPERATIONS = 'its part of operations is not built';
/** Rows without a runner, and those whose runner leaves something of the row out: what that is. */
export const NOT_YET: Record<string, string> = {
  R8: 'waits for the last named fault to have a row',
  R10: 'tests/payouts/killed holds its short form',
  R11: 'tests/payouts/sending holds its short form, MONTH its volume',
  R15: 'tests/payouts/races and ledger hold its short form, R4 all hands together',
  R18: 'roles by HTTP are not all built; tests/access holds them by the API',
  R27: 'tests/e2e and tests/house hold parts of it',
  R28: 'tests/flow/door holds its short form',
  R32: 'tests/mail and tests/pages hold parts of it',
  R35: 'tests/staff and tests/engine hold parts of it',
  R39: OPERATIONS,
  R40: 'continuous integration runs it',
  R43: OPERATIONS,
};
/** What a row that runs does not show. */
export const LEFT_OUT: Record<string, string> = {
  R4: 'as run so far, a cut volume: the 200,000 deeds ask for hours of a quiet machine',
  R12: 'as run so far, a cut volume of the 20,000 webhooks',
  R14: 'the same fourteen by HTTP',
  R16: 'as run so far, 12 of the 100 rounds (--volume=0.12)',
  R26: 'the pages of a deed on many accounts and of a draft, which the demo firm has none of; as run so far, without a build of its own',
  R30: 'columns that change are not looked for; the forms and doors that would let a field in are',
  R37: 'appends a second, which tests/bench measures',
  R41: '2 million trades; as run so far, a cut volume of the 20,000 webhooks',
  R42: 'latency with resets: at each the embedded API falls and is started again; as run so far, 600 webhooks on a full disk, which only root can make',
};
