// A day of one account in the generated month, lived twice: by the product, and by the books of the oracle, which are only told what people,
// platform and provider did. After every deed both must name the same state.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Cents } from '@/lib/money';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { releasePayout, settleHeldPayout, weighPayouts } from '@/lib/payouts/settle';
import { requestPayout } from '@/lib/payouts/write';
import type { Line } from '../oracle/payout-books';
import { approve } from './desk';
import { DayOf } from './month-day';
import { deal, tell, withdrawal } from './month-firm';
import type { Trouble } from './provider-server';

const LEFT: Trouble[] = ['timeout-after-success', '500-after-success', 'reset-mid-body', 'unreadable', '500-after-success', 'unreadable'];
const STAYED: Trouble[] = ['timeout-before', '409', '409', '409'];

export class Day extends DayOf {
  async live(): Promise<void> {
    await this.weigh();
    await this.settleHeld();
    await this.askForMoney();
    if (this.life.books.open && this.chance(12)) await this.lose('14:00:00');
    await this.decide();
    if (this.stands(this.life.books.open, 'approved') && this.chance(12)) await this.lose('15:30:00');
    await this.send();
    await this.hearOfSent();
    await this.brokerTakes();
    await this.weigh();
    if (this.chance(35)) await this.answerQuestions();
  }

  /** What has left against what is earned by now. */
  private async weigh(): Promise<void> {
    const { account, books } = this.life;
    books.weigh();
    expect(BigInt(await weighPayouts(account.id, this.at('21:00:00'))), `${account.login} ${this.date}: overpaid`).toBe(books.receivable);
    if (books.receivable > 0n) this.world.met('overpaid');
  }

  private async askForMoney(): Promise<void> {
    const { books, account, ids } = this.life;
    if (!this.chance(40)) return;
    const request = 10_000n + (books.owed() * BigInt(this.draw(1_150))) / 1_000n;
    const asked = { account_id: account.id, trader_id: account.trader.id, requested_by: account.trader.userId };
    const now = this.at('13:00:00');
    const sum = { amount_cents: Number(request) as Cents, beneficiary_id: null, request_key: randomUUID() };
    const answer = await requestPayout({ ...asked, ...sum }, now);
    const line = books.ask(request, now.getTime(), books.released());
    const why = answer.ok ? '' : `${answer.refusal.code} ${answer.refusal.message}`;
    expect(answer.ok, `${account.login} ${this.date} asks ${request} of ${books.owed()}: ${why}`).toBe(line !== null);
    this.world.met(answer.ok ? 'granted' : 'refused');
    if (!answer.ok || line === null) return;
    ids.push({ id: answer.value.payout_id, place: books.lines.indexOf(line) });
    expect(BigInt(answer.value.entitlement.gross_cents)).toBe(line.gross);
    expect(answer.value.entitlement.route).toBe(line.route);
  }

  private async lose(time: string): Promise<void> {
    const net = BigInt(-1_000 - this.draw(90_000));
    const id = randomUUID();
    await tell(this.world.firm, [deal(this.life, id, net, this.iso(time))], this.at(time));
    this.life.trades.push({ id, net, reversed: false });
    this.life.books.told(net);
    const open = this.life.books.open;
    if (open) await this.agree(open, 'after a loss');
    if (open?.state === 'held') this.world.met('held by a loss');
  }

  private async decide(): Promise<void> {
    const { books } = this.life;
    const line = books.open;
    if (line?.state !== 'requested') return;
    const now = this.at('15:00:00');
    if (line.route === 'policy') {
      await releasePayout(this.id(line), now);
      books.byPolicy(line, now.getTime(), books.released());
      if (this.stands(line, 'approved')) this.world.met('released by the policy');
      return this.agree(line, 'policy');
    }
    const turn = this.draw(100);
    if (turn < 5) return this.end(line, 'cancelled');
    if (turn < 10) return this.end(line, 'rejected');
    if (turn < 25) return;
    for (const who of ['ada', 'ben'].slice(0, line.needed)) {
      await approve(this.world.firm, this.id(line), who);
      books.sign(line);
    }
    this.world.met(line.needed > 1 ? 'signed by two' : 'signed by one');
    await this.agree(line, 'signed');
  }

  private async end(line: Line, state: 'cancelled' | 'rejected'): Promise<void> {
    const p_id = this.id(line);
    const version = async () =>
      Number((await this.world.firm.flow.rows<{ version: string }>('select version from public.payouts where id = $1', p_id))[0]?.version);
    const { error } =
      state === 'cancelled'
        ? await this.life.account.trader.client.rpc('cancel_payout', { p_id })
        : await this.world.firm.staff.cay!.client.rpc('reject_payout', { p_id, p_version: await version(), p_reason: 'Not now.' });
    expect(error).toBeNull();
    this.life.books.end(line, state);
    this.world.met(state);
    await this.agree(line, state);
  }

  private async send(): Promise<void> {
    const { books } = this.life;
    const line = books.open;
    if (line?.state !== 'approved' && line?.state !== 'unknown') return;
    const [{ bank }, id, now] = [this.world, this.id(line), this.at('16:00:00')];
    const isOld = line.state === 'unknown';
    const turn = this.draw(100);
    const trouble: Trouble = turn < 60 ? 'ok' : turn < 66 ? 'refuse' : turn < 88 ? (LEFT[turn % 6] ?? 'ok') : (STAYED[turn % 4] ?? 'ok');
    bank.troubles.set(id, isOld ? 'ok' : trouble);
    if (isOld)
      await checkPayout(
        id,
        () => now,
        () => bank.provider,
      );
    else
      await sendPayout(
        id,
        () => now,
        () => bank.provider,
      );
    if (isOld) books.becomes(line, 'paid');
    else if (books.begin(line, now.getTime())) {
      if (trouble === 'ok') books.becomes(line, 'sent');
      else if (trouble === 'refuse') books.becomes(line, 'failed');
      else books.becomes(line, 'unknown');
      this.world.met(`provider ${trouble}`);
    } else if (this.stands(line, 'held')) this.world.met('held at the sending');
    await this.agree(line, `sent into ${trouble}`);
    if (line.state === 'unknown' && !isOld) await this.lookAfter(line, id, LEFT.includes(trouble));
  }

  /** The morning after the last day: what nobody has asked about yet is asked about. */
  async wakeUp(): Promise<void> {
    if (this.stands(this.life.books.open, 'unknown')) await this.send();
  }

  /** Nobody answered: looked up, and sent once more where it never arrived. Some are left for the next day. */
  private async lookAfter(line: Line, id: string, hasLeft: boolean): Promise<void> {
    const { bank } = this.world;
    if (hasLeft && this.chance(30)) return;
    await checkPayout(
      id,
      () => this.at('16:03:00'),
      () => bank.provider,
    );
    if (hasLeft) this.life.books.becomes(line, 'paid');
    await this.agree(line, 'looked up');
    if (hasLeft) return;
    bank.troubles.set(id, 'ok');
    await sendPayout(
      id,
      () => this.at('16:05:00'),
      () => bank.provider,
    );
    this.life.books.becomes(line, 'sent');
    this.world.met('sent once more');
    await this.agree(line, 'sent once more');
  }

  /** What becomes of money that was taken: most arrives, some is refused later, some comes back. */
  private async hearOfSent(): Promise<void> {
    const { books } = this.life;
    for (const line of books.lines) {
      if (line.state !== 'sent' && (line.state !== 'paid' || !this.chance(3))) continue;
      const id = this.id(line);
      const entry = this.world.bank.ledger.find((one) => one.payout_id === id);
      if (!entry) throw new Error(`${id} is not in the provider's book.`);
      const turn = this.draw(100);
      if (line.state === 'paid') entry.became = 'returned';
      else if (turn < 25) entry.became = 'sent';
      else if (turn < 33) entry.became = 'failed';
      else if (turn < 36) entry.became = 'returned';
      else delete entry.became;
      const said = entry.became ?? 'paid';
      await checkPayout(
        id,
        () => this.at('17:00:00'),
        () => this.world.bank.provider,
      );
      if (line.state === 'sent' && said === 'returned') {
        books.becomes(line, 'failed');
        books.questions.add('payout returned');
      } else if (said !== line.state) books.becomes(line, said);
      this.world.met(`provider says ${said}`);
      await this.agree(line, `the provider says ${said}`);
    }
  }

  private async brokerTakes(): Promise<void> {
    const { books } = this.life;
    for (const line of books.lines) {
      const isDue = ['approved', 'sending', 'unknown', 'sent', 'paid'].includes(line.state) && line.withdrawn === null;
      if (!isDue || !this.chance(line.state === 'approved' ? 25 : 40)) continue;
      const differs = this.chance(8);
      const amount = line.gross + (differs ? BigInt(this.draw(100) - 130) : 0n);
      const at = new Date(((await this.row(line))?.approved_at?.getTime() ?? 0) + 60_000);
      const reference = differs || this.chance(60) ? this.id(line) : null;
      await tell(this.world.firm, [withdrawal(this.life, amount, at.toISOString(), reference)], new Date(at.getTime() + 1_000));
      books.withdraw(line, amount);
      this.world.met(differs ? 'withdrawn otherwise' : reference === null ? 'withdrawn without a name' : 'withdrawn by name');
      await this.agree(line, 'withdrawn by the broker');
    }
    if (!this.chance(2)) return;
    const amount = BigInt(1 + this.draw(9_000));
    await tell(this.world.firm, [withdrawal(this.life, amount, this.iso('20:00:00'), null)], this.at('20:00:01'));
    books.withdrawUnasked(amount);
    this.world.met('withdrawn unasked');
    if (books.open) await this.agree(books.open, 'after an unasked withdrawal');
  }

  /** People answer what is open, which must be what the books think is open. */
  private async answerQuestions(): Promise<void> {
    const { books, account } = this.life;
    const open = await this.world.firm.flow.rows<{ id: string; version: string; question: string }>(
      `select id, version, kind || ' ' || rule as question from public.reviews where account_id = $1 and state in ('open', 'claimed')
         and (kind <> 'payout' or rule in ('returned', 'after-sending', 'overpaid')) order by 3`,
      account.id,
    );
    expect(
      open.map(({ question }) => question),
      `${account.login} ${this.date}: open questions`,
    ).toEqual([...books.questions].sort());
    for (const { id, version } of open) {
      const p = { p_id: id, p_version: Number(version), p_decision: 'approved', p_reason: 'Looked at it.' };
      const { error } = await this.world.firm.staff.max!.client.rpc('decide_review', p);
      expect(error).toBeNull();
      this.world.met('questions answered');
    }
    books.answered();
  }

  private async settleHeld(): Promise<void> {
    const { books } = this.life;
    const line = books.open;
    if (line?.state !== 'held') return;
    if (this.chance(10)) return this.end(line, 'rejected');
    if (!this.chance(60)) return;
    await settleHeldPayout(this.id(line), this.at('12:30:00'));
    books.again(line);
    this.world.met(this.stands(line, 'requested') ? 'asked again after a hold' : 'still held');
    await this.agree(line, 'worked out again');
  }
}
