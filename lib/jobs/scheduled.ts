// The work that comes by the clock, and when: the timetable, the doors for schedulers and the documentation all read this list.

/** When each comes, as cron writes it in UTC, and how often one that failed is tried before its next time. */
const CALENDAR = {
  'risk-batch': { at: '*/5 * * * *', tries: 1 },
  'day-close': { at: '* * * * *', tries: 1 },
  'refresh-views': { at: '*/15 * * * *', tries: 1 },
  'confirm-due': { at: '* * * * *', tries: 1 },
  'tend-lifecycle': { at: '*/5 * * * *', tries: 1 },
  'pull-feeds': { at: '*/5 * * * *', tries: 1 },
  'tend-payouts': { at: '*/5 * * * *', tries: 1 },
  'scan-copy': { at: '*/5 * * * *', tries: 1 },
  'rescan-copy': { at: '40 2 * * *', tries: 3 },
  'tend-mail': { at: '*/5 * * * *', tries: 1 },
  'watch-feeds': { at: '* * * * *', tries: 1 },
  'tend-alerts': { at: '* * * * *', tries: 1 },
  'tend-outbound': { at: '* * * * *', tries: 1 },
  'anchor-events': { at: '7 * * * *', tries: 5 },
  'scan-access': { at: '*/15 * * * *', tries: 1 },
  'scan-behaviour': { at: '23 * * * *', tries: 1 },
  'check-all': { at: '37 * * * *', tries: 1 },
  'keep-house': { at: '50 3 * * *', tries: 3 },
  'reseal-credentials': { at: '10 3 * * *', tries: 3 },
} as const;
export type ScheduledJob = keyof typeof CALENDAR;

export const SCHEDULED = Object.keys(CALENDAR) as ScheduledJob[];

/** For a stack that has no scheduler outside, in graphile-worker's notation; several workers share it, and each line runs once. */
export const TIMETABLE = SCHEDULED.map((job) => `${CALENDAR[job].at} ${job} ?max=${CALENDAR[job].tries}\n`).join('');

/** For a database that keeps the time: the statements the README shows, one per line. */
export const cronStatements = (): string[] =>
  SCHEDULED.map(
    (job) =>
      `select cron.schedule('${job}', '${CALENDAR[job].at}', $$ select net.http_post(url := 'https://YOUR-HOST/api/cron/${job}', headers := '{"Authorization":"Bearer SECRET"}'::jsonb) $$);`,
  );
