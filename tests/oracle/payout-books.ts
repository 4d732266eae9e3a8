// A second bookkeeper for tests: what an account earned, what was asked of it, what is promised, on its way, paid and owed, in bigint minor
// units. Written from the rules and sharing no code with lib; it is told what people, platform and provider did and says what must be so.

/** Lifetime gross up to a bound (null: the rest) and the part of it that is the trader's. */
export type Tier = readonly [bound: bigint | null, numerator: bigint, denominator: bigint];
export interface Terms {
  initial: bigint;
  tiers: readonly Tier[];
  minimum: bigint;
  /** What has to stay in the account. */
  keep: bigint;
}
export interface Policy {
  autoBelow: bigint;
  secondFrom: bigint;
  limit: bigint;
  windowMs: number;
}
export type State =
  'requested' | 'held' | 'approved' | 'sending' | 'unknown' | 'sent' | 'paid' | 'failed' | 'returned' | 'rejected' | 'cancelled';
export interface Line {
  request: bigint;
  gross: bigint;
  state: State;
  route: 'policy' | 'person';
  needed: number;
  signed: number;
  /** When the policy let it go: what it may let go in all counts it while it stands. */
  byPolicy: number | null;
  until: number;
  /** What the broker took out of the account for it, once it said so. */
  withdrawn: bigint | null;
  /** When it was asked for and when it failed or came back, in the order of things. */
  askedAs: number;
  endedAs: number | null;
  /** What was owed when it was last looked at. */
  owed: bigint;
}

const SETTLED = new Set<State>(['approved', 'sending', 'unknown', 'sent', 'paid']);
const ON_ITS_WAY = new Set<State>(['sending', 'unknown', 'sent']);
const LEFT = new Set<State>([...ON_ITS_WAY, 'paid']);
const OPEN = new Set<State>(['requested', 'held', 'approved', 'sending', 'unknown']);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);

/** What `gross` is worth to the trader after `before` was settled; each tier rounded down on its own. */
export function worth(gross: bigint, before: bigint, tiers: readonly Tier[]): bigint {
  let [at, left, share] = [before, gross, 0n];
  for (const [bound, numerator, denominator] of tiers) {
    const room = bound === null ? left : bound > at ? bound - at : 0n;
    const taken = left < room ? left : room;
    share += (taken * numerator) / denominator;
    at += taken;
    left -= taken;
  }
  return share;
}

/** The least gross that is worth the request: looked for, not solved. */
function leastGross(request: bigint, worthOf: (gross: bigint) => bigint): bigint {
  let [low, high] = [0n, request * 16n + 16n];
  while (low < high) {
    const middle = (low + high) / 2n;
    if (worthOf(middle) >= request) high = middle;
    else low = middle + 1n;
  }
  return low;
}

export class PayoutBooks {
  profit = 0n;
  readonly lines: Line[] = [];
  /** Questions a person has to answer first: kind and rule. */
  readonly questions = new Set<string>();
  /** Ledger: owed to the trader (promised part included), promised, handed over, arrived. */
  due = 0n;
  promised = 0n;
  inTransit = 0n;
  paidOut = 0n;
  receivable = 0n;
  private otherwise = 0n;
  private clock = 0;
  /** What came back and is kept for the trader, the oldest first. */
  private kept: bigint[] = [];

  constructor(
    readonly terms: Terms,
    readonly policy: Policy,
  ) {}

  private settledWithout(own: Line | null): Line[] {
    return this.lines.filter((one) => one !== own && SETTLED.has(one.state));
  }
  /** Tiers are filled in the order of paying; where one that stood below others was given back, all that is left counts as one, less what was had. */
  private worthNext(gross: bigint, own: Line | null): bigint {
    const settled = this.settledWithout(own);
    const before = sum(settled.map((one) => one.gross));
    const isShaken = this.lines.some(
      (one) => one.endedAs !== null && settled.some(({ askedAs }) => askedAs > one.askedAs && askedAs < (one.endedAs ?? 0)),
    );
    if (!isShaken || this.terms.tiers.length === 1) return worth(gross, before, this.terms.tiers);
    const rest = worth(before + gross, 0n, this.terms.tiers) - sum(settled.map(({ request }) => request));
    return rest < 0n ? 0n : rest > gross ? gross : rest;
  }
  owed(own: Line | null = null): bigint {
    const before = sum(this.settledWithout(own).map(({ gross }) => gross));
    return this.profit > before ? this.worthNext(this.profit - before, own) : 0n;
  }
  balance(own: Line | null = null): bigint {
    const taken = this.lines.map((one) => one.withdrawn ?? (one !== own && SETTLED.has(one.state) ? one.gross : 0n));
    return this.terms.initial + this.profit - sum(taken) - this.otherwise;
  }
  get open(): Line | undefined {
    return this.lines.find(({ state }) => OPEN.has(state));
  }
  /** Everything that must hold while a payout waits or leaves. */
  isGreen(line: Line): boolean {
    const { request, gross } = line;
    const isSame = gross === leastGross(request, (one) => this.worthNext(one, line));
    return isSame && this.mayLeave(request, gross, line);
  }
  private mayLeave(request: bigint, gross: bigint, own: Line | null): boolean {
    const isOwed = request >= this.terms.minimum && request <= this.owed(own);
    return this.questions.size === 0 && isOwed && this.balance(own) - gross >= this.terms.keep;
  }

  /** What a message moved in all, and whether a trade of it lost or came late: that freezes what has not left. */
  told(net: bigint, isDoubtful = net < 0n): void {
    this.profit += net;
    if (isDoubtful || net < 0n) this.holdWaiting();
  }
  /** What has left against what is earned: somebody is asked when it begins to be too much, until it is earned back. */
  weigh(): void {
    const received = sum(this.lines.filter(({ state }) => LEFT.has(state)).map(({ request }) => request));
    const due = this.profit > 0n ? worth(this.profit, 0n, this.terms.tiers) : 0n;
    const over = received > due ? received - due : 0n;
    if (over > 0n && this.receivable === 0n) this.questions.add('payout overpaid');
    if (over === 0n) this.questions.delete('payout overpaid');
    this.receivable = over;
  }
  ask(request: bigint, now: number, released: bigint): Line | null {
    const gross = leastGross(request, (one) => this.worthNext(one, null));
    if (this.open || !this.mayLeave(request, gross, null)) return null;
    const { secondFrom, limit, windowMs } = this.policy;
    const needed = secondFrom > 0n && request >= secondFrom ? 2 : 1;
    const route = this.isSmall(request, now) && released + request <= limit && needed === 1 ? 'policy' : 'person';
    const rest = { signed: 0, byPolicy: null, withdrawn: null, askedAs: (this.clock += 1), endedAs: null, owed: this.owed() };
    const line: Line = { request, gross, state: 'requested', route, needed, until: now + windowMs, ...rest };
    this.owes(line.owed);
    this.promised += request;
    this.lines.push(line);
    return line;
  }
  /** Somebody signed exactly this; the last name needed lets it go. */
  sign(line: Line): void {
    if (line.state !== 'requested') return;
    line.signed += 1;
    if (line.signed < line.needed) line.route = 'person';
    else line.state = 'approved';
  }
  byPolicy(line: Line, now: number, released: bigint): void {
    if (line.state !== 'requested' || line.route !== 'policy' || now < line.until) return;
    const may = this.isGreen(line) && this.isSmall(line.request, now) && released + line.request <= this.policy.limit;
    if (!may) line.route = 'person';
    else [line.byPolicy, line.state] = [now, 'approved'];
  }
  /** What the policy let go and what still stands. */
  released(lines = this.lines): bigint {
    return sum(lines.filter((one) => one.byPolicy !== null && SETTLED.has(one.state)).map(({ request }) => request));
  }
  /** One sum in parts within one window is one sum; what a person let go in the end is no part of it. */
  private isSmall(request: bigint, now: number): boolean {
    const parts = this.lines.filter((one) => one.route === 'policy' && (one.byPolicy ?? 0) > now - this.policy.windowMs);
    return this.released(parts) + request < this.policy.autoBelow;
  }
  end(line: Line, state: 'rejected' | 'cancelled'): void {
    if (line.state === 'requested' || line.state === 'approved') this.promised -= line.request;
    line.state = state;
  }
  /** A held one is worked out again; where all is well again it asks for fresh names. */
  again(line: Line): void {
    if (line.state !== 'held') return;
    line.owed = this.owed(line);
    this.owes(line.owed);
    if (!this.isGreen(line)) return;
    this.promised += line.request;
    Object.assign(line, { state: 'requested', route: 'person', signed: 0 });
  }
  /** Handed to the provider, or held because something is not as it was signed. Answers whether the provider is called. */
  begin(line: Line, now: number): boolean {
    if (line.state === 'unknown') return true;
    if (line.state !== 'approved' || now < line.until) return false;
    if (!this.isGreen(line)) {
      this.freeze();
      return false;
    }
    this.promised -= line.request;
    this.due -= line.request;
    this.inTransit += line.request;
    line.state = 'sending';
    // What exceeds the rest of what is owed is taken from what is kept, each sum whole.
    const rest = line.owed - sum(this.kept);
    for (let eaten = line.request - (rest > 0n ? rest : 0n); eaten > 0n && this.kept.length > 0;) eaten -= this.kept.shift() ?? 0n;
    return true;
  }
  /** What the provider's own book says of it. */
  becomes(line: Line, said: 'unknown' | 'sent' | 'paid' | 'failed' | 'returned'): void {
    if (said === 'failed' || said === 'returned') line.endedAs = this.clock += 1;
    if (said === 'paid') [this.inTransit, this.paidOut] = [this.inTransit - line.request, this.paidOut + line.request];
    if (said === 'failed') [this.inTransit, this.due] = [this.inTransit - line.request, this.due + line.request];
    if (said === 'returned') {
      [this.paidOut, this.due] = [this.paidOut - line.request, this.due + line.request];
      this.questions.add('payout returned');
      this.kept.push(line.request);
    }
    line.state = said;
  }
  /** The broker's own withdrawal of a payout stands for what was expected; one that differs is asked about. */
  withdraw(line: Line, amount: bigint): void {
    line.withdrawn = amount;
    if (amount !== line.gross) this.wonder('data payout-amount-differs');
  }
  /** Money the broker took out that nobody asked for. */
  withdrawUnasked(amount: bigint): void {
    this.otherwise += amount;
    this.wonder('data unexpected-withdrawal');
  }
  answered(): void {
    this.questions.clear();
  }

  private wonder(question: string): void {
    if (this.questions.has(question)) return;
    this.questions.add(question);
    this.freeze();
  }
  private owes(owed: bigint): void {
    this.due = owed > sum(this.kept) ? owed : sum(this.kept);
  }
  private freeze(): void {
    this.holdWaiting();
    if (this.lines.some(({ state }) => ON_ITS_WAY.has(state))) this.questions.add('payout after-sending');
  }
  private holdWaiting(): void {
    for (const line of this.lines.filter(({ state }) => state === 'requested' || state === 'approved')) {
      this.promised -= line.request;
      line.state = 'held';
    }
  }
}
