// What brokers may do to us, drawn from a seed: accounts with their true histories, and deliveries of them that are shuffled and repeated.
import { ACCOUNT, batch, operation, snapshot, trade, type WireEvent } from '../trades/wire-samples';

/** One true event of an account; amounts in cents. */
export interface TrueEvent {
  id: string;
  at: number;
  kind: 'deal' | 'cost' | 'deposit' | 'mark';
  /** Net of a deal, amount of a cost or deposit, open result of a mark. */
  amount: bigint;
}
export interface Delivery {
  id: string;
  message: unknown;
}
export interface Campaign {
  histories: Map<string, TrueEvent[]>;
  deliveries: Delivery[];
}
export interface CampaignSize {
  seed: number;
  accounts: number;
  webhooks: number;
  /** How many of a hundred webhooks are repetitions. */
  repeated: number;
}

export const INITIAL = 10_000_000n;
const START = Date.parse('2026-11-11T07:00:00.000Z');
const MINUTE = 60_000;
type Draw = (below: number) => number;

/** Whole numbers from a seed (a 32-bit xorshift), so that a failure can be had again. */
export function drawing(seed: number): Draw {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function shuffled<T>(draw: Draw, items: T[]): T[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = draw(at + 1);
    const [a, b] = [mixed[at], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[at], mixed[other]] = [b, a];
  }
  return mixed;
}

function text(cents: bigint): string {
  const size = cents < 0n ? -cents : cents;
  return `${cents < 0n ? '-' : ''}${size / 100n}.${(size % 100n).toString().padStart(2, '0')}`;
}

/** The next thing that happens to an account; a mark is of one open position, which the deal after it closes. */
function nextEvent(draw: Draw, id: string, at: number, before: TrueEvent | undefined): TrueEvent {
  const swing = BigInt(draw(500_001) - 270_000);
  const kind = before?.kind === 'mark' ? 0 : draw(10);
  if (kind < 6) return { id, at, kind: 'deal', amount: swing };
  if (kind < 8) return { id, at, kind: 'mark', amount: swing };
  if (kind === 8) return { id, at, kind: 'cost', amount: -BigInt(draw(900) + 1) };
  return { id, at, kind: 'deposit', amount: BigInt(draw(300_000) + 1) };
}

function toWire(login: string, event: TrueEvent, balance: bigint): WireEvent {
  const account = { ...ACCOUNT, login };
  const at = new Date(event.at).toISOString();
  const amount = text(event.amount);
  if (event.kind === 'deal') {
    const costs = { commission: '-3.50', swap: '-0.25', fee: '0.00' };
    return trade(event.id, text(event.amount + 375n), at, { account, ...costs, net: amount });
  }
  if (event.kind === 'mark') {
    const equity = { balance: text(balance), equity: text(balance + event.amount) };
    const wire = snapshot(event.id, equity, at);
    return { ...wire, data: { ...wire.data, account, open_position_count: 1 } };
  }
  const wire = operation(event.id, event.kind === 'cost' ? 'commission' : 'deposit', amount, at);
  return { ...wire, data: { ...wire.data, account } };
}

function history(draw: Draw, login: string, length: number): { events: TrueEvent[]; wires: WireEvent[] } {
  const events: TrueEvent[] = [];
  const wires: WireEvent[] = [];
  let at = START + draw(60) * MINUTE;
  let balance = INITIAL;
  for (let index = 0; index < length; index += 1) {
    // Nothing happens at one and the same moment, so the order of an account's events is the order of their times.
    at += 1_000 + draw(400 * MINUTE);
    const event = nextEvent(draw, `${login}-${index}`, at, events.at(-1));
    wires.push(toWire(login, event, balance));
    if (event.kind !== 'mark') balance += event.amount;
    events.push(event);
  }
  return { events, wires };
}

export function campaign({ seed, accounts, webhooks, repeated }: CampaignSize): Campaign {
  const draw = drawing(seed);
  const repeats = Math.floor((webhooks * repeated) / 100);
  const distinct = webhooks - repeats;
  const histories = new Map<string, TrueEvent[]>();
  const wires: WireEvent[] = [];
  for (let index = 0; index < accounts; index += 1) {
    const login = String(7_000 + index);
    const made = history(draw, login, Math.ceil((distinct * 1.2) / accounts));
    histories.set(login, made.events);
    wires.push(...made.wires);
  }
  const queue = shuffled(draw, wires);
  const messages: Delivery[] = [];
  while (messages.length < distinct) {
    // The last messages share what is left, so that no event stays behind.
    const share = Math.ceil(queue.length / (distinct - messages.length));
    const events = queue.splice(0, Math.min(queue.length, share));
    messages.push({ id: `campaign-${seed}-${messages.length}`, message: events.length === 1 ? events[0] : batch(...events) });
  }
  const again = Array.from({ length: repeats }, () => messages[draw(messages.length)]).filter((one) => one !== undefined);
  return { histories, deliveries: shuffled(draw, [...messages, ...again]) };
}
