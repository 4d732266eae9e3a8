// A stored message of an outside party and who sent it, as those who settle it see it.
import type { HeaderMap } from '@/lib/inbox/source';

export interface RawMessage {
  inbox_id: string;
  text: string;
  headers: HeaderMap;
  received_at: string;
}
export interface Sender {
  id: string;
  slug: string;
  kind: string;
  platform: string;
}
