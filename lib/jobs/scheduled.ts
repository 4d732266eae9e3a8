// The names of the work that comes by the clock: the timetable, the doors for schedulers and the documentation all read this list.

export const SCHEDULED = [
  'risk-batch',
  'day-close',
  'refresh-views',
  'confirm-due',
  'tend-lifecycle',
  'pull-feeds',
  'tend-payouts',
  'scan-copy',
  'rescan-copy',
  'tend-mail',
  'watch-feeds',
  'tend-alerts',
  'tend-outbound',
  'anchor-events',
  'scan-access',
  'scan-behaviour',
] as const;
export type ScheduledJob = (typeof SCHEDULED)[number];
