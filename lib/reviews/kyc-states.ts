// Where a trader's identity check stands, as data. Postgres holds the same edges and refuses every other one; a test keeps the two equal.
export const KYC_STATUSES = ['none', 'pending', 'retry', 'approved', 'rejected', 'expired'] as const;
export type KycStatus = (typeof KYC_STATUSES)[number];

interface KycTransition {
  from: KycStatus;
  to: KycStatus;
  by: 'system' | 'staff';
}

const both = (from: KycStatus, to: KycStatus): KycTransition[] => [
  { from, to, by: 'system' },
  { from, to, by: 'staff' },
];

export const KYC_TRANSITIONS: readonly KycTransition[] = [
  ...both('none', 'pending'),
  ...both('pending', 'approved'),
  ...both('pending', 'retry'),
  ...both('pending', 'rejected'),
  ...both('retry', 'pending'),
  ...both('expired', 'pending'),
  ...both('approved', 'pending'),
  ...both('approved', 'expired'),
  // A refusal is final for machines; only a person opens it again.
  { from: 'rejected', to: 'pending', by: 'staff' },
];

/** What a person may decide from here, directly or by way of pending. */
export function kycChoices(from: KycStatus): KycStatus[] {
  const step = (at: KycStatus) => KYC_TRANSITIONS.filter((one) => one.from === at && one.by === 'staff').map(({ to }) => to);
  const direct = step(from);
  const through = direct.includes('pending') ? step('pending') : [];
  return KYC_STATUSES.filter((status) => status !== from && (direct.includes(status) || through.includes(status)));
}
