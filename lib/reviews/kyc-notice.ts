// What an identity provider tells us, in our own words: an outcome, when it was made, and the provider's own ids. Never a document.
import type { Result } from '@/lib/refusal';
import type { KycStatus } from '@/lib/reviews/kyc-states';

export interface KycNotice {
  /** Names this outcome; told twice it is the same. */
  external_id: string;
  /** Our trader's id, as we gave it to the provider. */
  trader_ref: string;
  /** The provider's id of the person or session. */
  reference: string;
  status: KycStatus;
  /** The provider itself is not sure. */
  needs_person: boolean;
  codes: string[];
  /** When the provider decided; null where it does not say. */
  occurred_at: string | null;
}

/** Null: the message says nothing that changes an outcome. */
export type KycRead = Result<KycNotice | null>;
