// Every message this firm sends. A message is one file in messages/, one line here, one row of `private.mail_messages` and one test.
import type { Message } from '@/lib/mail/message';
import { accessRestored } from '@/lib/mail/messages/access-restored';
import { accessStopped } from '@/lib/mail/messages/access-stopped';
import { accountBlocked } from '@/lib/mail/messages/account-blocked';
import { accountEnded } from '@/lib/mail/messages/account-ended';
import { accountReopened } from '@/lib/mail/messages/account-reopened';
import { accountWarning } from '@/lib/mail/messages/account-warning';
import { inactivityNotice } from '@/lib/mail/messages/inactivity-notice';
import { kycApproved } from '@/lib/mail/messages/kyc-approved';
import { kycRejected } from '@/lib/mail/messages/kyc-rejected';
import { kycRetry } from '@/lib/mail/messages/kyc-retry';
import { legalNotice } from '@/lib/mail/messages/legal-notice';
import { payoutApproved } from '@/lib/mail/messages/payout-approved';
import { payoutDestination } from '@/lib/mail/messages/payout-destination';
import { payoutFailed } from '@/lib/mail/messages/payout-failed';
import { payoutHeld } from '@/lib/mail/messages/payout-held';
import { payoutPaid } from '@/lib/mail/messages/payout-paid';
import { payoutRejected } from '@/lib/mail/messages/payout-rejected';
import { payoutRequested } from '@/lib/mail/messages/payout-requested';
import { payoutReturned } from '@/lib/mail/messages/payout-returned';
import { phasePassed } from '@/lib/mail/messages/phase-passed';
import { portalInvitation } from '@/lib/mail/messages/portal-invitation';
import { reviewOverdue } from '@/lib/mail/messages/review-overdue';
import { ruleViolation } from '@/lib/mail/messages/rule-violation';
import { rulesChanged } from '@/lib/mail/messages/rules-changed';
import { staffAlert } from '@/lib/mail/messages/staff-alert';
import { staffInvitation } from '@/lib/mail/messages/staff-invitation';
import { welcome } from '@/lib/mail/messages/welcome';

export const MESSAGES: readonly Message[] = [
  accessRestored,
  accessStopped,
  accountBlocked,
  accountEnded,
  accountReopened,
  accountWarning,
  inactivityNotice,
  kycApproved,
  kycRejected,
  kycRetry,
  legalNotice,
  payoutApproved,
  payoutDestination,
  payoutFailed,
  payoutHeld,
  payoutPaid,
  payoutRejected,
  payoutRequested,
  payoutReturned,
  phasePassed,
  portalInvitation,
  reviewOverdue,
  ruleViolation,
  rulesChanged,
  staffAlert,
  staffInvitation,
  welcome,
];

export function findMessage(name: string): Message | undefined {
  return MESSAGES.find((known) => known.name === name);
}
