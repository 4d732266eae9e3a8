// The demo broker's own memory: every message its relay sent or should have sent, and every order it was given, one line each. It forgets
// nothing when it is killed, because a line is written before anything is answered.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BookedMessage {
  id: string;
  body: string;
  /** Login of the account it is about. */
  login: string;
  /** When the relay had it to send, milliseconds: a story of last week is sent today. */
  at: number;
}
export interface BookedOrder {
  id: string;
  type: string;
  data: unknown;
  at: string;
}
export interface Question {
  from: string;
  to: string;
  cursor: string | null;
  account: { login: string } | null;
}

const PAGE_MESSAGES = 200;
const PAGE_BYTES = 1_000_000;

const place = (dataDir: string, name: string): string => join(dataDir, 'broker', `${name}.jsonl`);

function write(dataDir: string, name: string, lines: object[]): void {
  if (lines.length === 0) return;
  mkdirSync(join(dataDir, 'broker'), { recursive: true });
  appendFileSync(place(dataDir, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
}

function read<Line>(dataDir: string, name: string): Line[] {
  const path = place(dataDir, name);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // A line that was cut by a kill is the last one, and was never answered for.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Line);
}

export const bookMessages = (dataDir: string, messages: BookedMessage[]): void => write(dataDir, 'messages', messages);
export const knownMessages = (dataDir: string): Set<string> => new Set(read<BookedMessage>(dataDir, 'messages').map(({ id }) => id));
export const readOrders = (dataDir: string): BookedOrder[] => read<BookedOrder>(dataDir, 'orders');

/** False where this order was carried out before: an id is done once. */
export function bookOrder(dataDir: string, order: BookedOrder): boolean {
  if (readOrders(dataDir).some(({ id }) => id === order.id)) return false;
  write(dataDir, 'orders', [order]);
  return true;
}

/** What the relay should have sent in the window, page by page; the cursor is how many were told already. */
export function resend(
  dataDir: string,
  { from, to, cursor, account }: Question,
): { messages: { id: string; body: string }[]; next_cursor: string | null } {
  const [first, end] = [Date.parse(from), Date.parse(to)];
  const meant = read<BookedMessage>(dataDir, 'messages').filter(
    (one) => one.at >= first && one.at < end && (account === null || one.login === account.login),
  );
  const start = cursor === null ? 0 : parseInt(cursor, 10);
  const page: { id: string; body: string }[] = [];
  let bytes = 0;
  for (const { id, body } of meant.slice(start, start + PAGE_MESSAGES)) {
    bytes += body.length;
    if (page.length > 0 && bytes > PAGE_BYTES) break;
    page.push({ id, body });
  }
  const told = start + page.length;
  return { messages: page, next_cursor: told < meant.length ? String(told) : null };
}
