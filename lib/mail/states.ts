// Where a letter stands, in words: one list for the log, its filters and its export.
export const DELIVERY_STATES = ['bounced', 'complained', 'failed', 'sending', 'queued', 'not_sent', 'sent', 'delivered', 'voided'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const STATE_WORDS: Record<DeliveryState, string> = {
  queued: 'Waits',
  sending: 'Being sent',
  sent: 'Sent',
  delivered: 'Delivered',
  bounced: 'Bounced',
  complained: 'Complained',
  failed: 'Failed',
  not_sent: 'Not sent',
  voided: 'Voided',
};

export const STATE_MEANING: Record<DeliveryState, string> = {
  queued: 'It waits for its time, or for the provider to take it.',
  sending: 'It was handed to the provider, who has not answered yet; it is asked again by itself.',
  sent: 'The provider took it and has not said yet whether it arrived.',
  delivered: 'The reader’s mail server took it.',
  bounced: 'The reader’s mail server refused it.',
  complained: 'The reader called it unwanted.',
  failed: 'It could not be written or was refused for good; it is not tried again by itself.',
  not_sent:
    'No mail provider is set, so it was written down and not sent. Its reason says where it is kept; once a provider is set, send it once more.',
  voided: 'It is not sent any more: what it said no longer holds, or its reader switched such letters off.',
};

/** What is said of a letter that a deed has just caused. */
export const wayOf = (leaves: boolean, leaving: string): string =>
  leaves ? leaving : 'Written down and not sent, since no mail provider is set: see Mail, Letters';

/** A message's code as people read it. */
export const messageWords = (name: string): string => {
  const opened = name.replaceAll('-', ' ').replace(/^kyc\b/, 'KYC');
  return opened.charAt(0).toUpperCase() + opened.slice(1);
};
