// What must be true of a file, an account and the door before one event of the file is sent: each failure is one sentence. It is asked while
// nothing of the file is in yet.
import { parseDecimal, subtractDecimals, type Decimal } from '@/lib/decimal';
import { cents, spellMoney } from '@/lib/money';
import type { KeptEvent } from '@/lib/trades/known-events';
import { scaleEvent } from '@/lib/trades/scale-event';
import type { HistoryFile } from '@/lib/trades/sources/history-file';
import type { WireMessage } from '@/lib/trades/sources/mt5-wire';
import { parseNeutral } from '@/lib/trades/sources/neutral';

export interface HistoryAccount {
  login: string;
  currency: string;
  minor_digits: number;
  initial_balance_cents: number;
  /** How many events the office keeps of it. */
  events: number;
}

/** A history must begin where the account does: with its initial balance, or with the deposit that makes it. */
export function beginningTrouble({ balance }: HistoryFile, account: HistoryAccount): string | null {
  const digits = account.minor_digits;
  const initial = account.initial_balance_cents;
  if (balance === null || balance.first_deposit_cents === initial || balance.opening_cents === initial || account.events > 0) return null;
  const from = spellMoney(cents(balance.first_deposit_cents ?? balance.opening_cents), digits);
  return `The file begins with ${from}, but account ${account.login} begins with ${spellMoney(cents(initial), digits)}: export the history from its first day; nothing was imported.`;
}

/** Fills say by their order what they close: a file of fills has to begin where the office knows the account to hold nothing. */
export function flatTrouble(file: HistoryFile, kept: readonly KeptEvent[]): string | null {
  const open = file.beginsFlat ? stillOpen(kept, file.first_at) : [];
  if (open.length === 0) return null;
  return `The file begins at ${file.first_at}, when position ${open.join(', ')} was open: export the history from before it was opened; nothing was imported.`;
}

/** What nobody can prove of the first file of fills of an account, said so that a person looks. */
export function flatNotes(file: HistoryFile, events: number): string[] {
  return file.beginsFlat && events === 0 ? ['it is taken for certain that the account held nothing when the file begins'] : [];
}

/** Positions the office saw opened before an instant and not closed whole by then. */
function stillOpen(stored: readonly KeptEvent[], before: string): string[] {
  const volumes = new Map<string, Decimal>();
  const earlier = stored.filter(({ data }) => String(data.occurred_at) < before);
  for (const { kind, data } of earlier.sort((a, b) => String(a.data.occurred_at).localeCompare(String(b.data.occurred_at)))) {
    const id = String(data.position_id);
    const volume = parseDecimal(String(data.volume));
    if (volume === null) continue;
    const held = volumes.get(id);
    if (kind === 'position-opened' || kind === 'position-changed') volumes.set(id, volume);
    if (kind === 'trade' && held) volumes.set(id, subtractDecimals(held, volume));
  }
  return [...volumes].filter(([, volume]) => volume.units > 0n).map(([id]) => id);
}

/** What the door would say against any event of these messages; empty where it would take them all. */
export function rehearse(
  messages: WireMessage[],
  { currency, minor_digits: digits }: Pick<HistoryAccount, 'currency' | 'minor_digits'>,
  received_at: string,
): string[] {
  return messages.flatMap((message) => {
    const parsed = parseNeutral(Buffer.from(message.body, 'utf8'));
    if (!parsed.ok) return [`the message ${message.webhook_id} would be answered ${parsed.status} ${parsed.code}`];
    return parsed.events.flatMap((event) => {
      if (event.outcome === 'access') return [];
      if (event.outcome !== 'read') return [words(event.external_id, event.outcome, event.code, event.path)];
      const scaled = scaleEvent(event.draft, { digits, currency, source: 'csv', message_id: message.webhook_id, received_at });
      return 'doubt' in scaled ? [words(event.draft.data.external_id, scaled.doubt.outcome, scaled.doubt.code, scaled.doubt.path)] : [];
    });
  });
}

function words(id: string | null, outcome: string, code: string, path: string | undefined): string {
  return `deal ${id ?? '?'} would be ${outcome}: ${code}${path ? ` at ${path}` : ''}`;
}
