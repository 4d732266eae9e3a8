// What shops sign and say: the vendors' known answers, what is refused, and what each message means.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseStripe, stripeCheckout } from '@/lib/orders/sources/stripe-checkout';
import { isPing, parseWoo, woocommerce } from '@/lib/orders/sources/woocommerce';
import { charge, dispute, session, wooOrder } from './messages';

const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('Stripe signs "{t}.{body}" with the whole secret', () => {
  const body = '{"id":"evt_1","object":"event","type":"payout.paid"}';
  const good = '9bac030730f7dac38a1a4d6057b0b1fe642e8c68d33284ebbf490a5e91ddf312';
  const at = 1_700_000_000_000;
  const proves = (header: string, { text = body, now = at, secret = 'whsec_test' } = {}) =>
    stripeCheckout.isAuthentic(bytes(text), { 'stripe-signature': header }, [secret], now);

  test('the known answer, alone, beside an older scheme and under the second of two secrets', () => {
    expect(proves(`t=1700000000,v1=${good}`)).toBe(true);
    expect(proves(`t=1700000000,v0=${'0'.repeat(64)},v1=${'0'.repeat(64)},v1=${good}`)).toBe(true);
    expect(stripeCheckout.isAuthentic(bytes(body), { 'stripe-signature': `t=1700000000,v1=${good}` }, ['old', 'whsec_test'], at)).toBe(
      true,
    );
    expect(proves(`t=1700000000,v1=${good}`, { now: at + 300_000 })).toBe(true);
  });

  test.each([
    ['another body', `t=1700000000,v1=${good}`, { text: `${body} ` }],
    ['another secret', `t=1700000000,v1=${good}`, { secret: 'whsec_tesT' }],
    ['too old', `t=1700000000,v1=${good}`, { now: at + 301_000 }],
    ['from the future', `t=1700000000,v1=${good}`, { now: at - 301_000 }],
    ['another time than the signed one', `t=1700000001,v1=${good}`, {}],
    ['two times', `t=1700000000,t=1700000001,v1=${good}`, {}],
    ['only an older scheme', `t=1700000000,v0=${good}`, {}],
    ['nothing', '', {}],
  ])('%s is refused', (_name, header, options) => expect(proves(header, options)).toBe(false));
});

describe('WooCommerce signs the body', () => {
  const body = '{"id":4750,"status":"completed","total":"99.00"}';
  const proves = (signature: string, text = body) =>
    woocommerce.isAuthentic(bytes(text), { 'x-wc-webhook-signature': signature }, ['woo_test_secret'], 0);

  test('the known answer holds, and nothing else does', () => {
    expect(proves('CaDxF8yLz05iI1NFU7nYFyAiefswOc14NpEcOBolERA=')).toBe(true);
    expect(proves('CaDxF8yLz05iI1NFU7nYFyAiefswOc14NpEcOBolERA=', body.replace('99', '98'))).toBe(false);
    expect(proves(createHmac('sha256', 'another').update(body).digest('base64'))).toBe(false);
    expect(proves('')).toBe(false);
  });

  test('its first question is told from everything else', () => {
    expect(isPing('webhook_id=12')).toBe(true);
    expect(isPing('webhook_id=12&x=1')).toBe(false);
    expect(isPing('{"id":1}')).toBe(false);
  });
});

describe('what Stripe says', () => {
  test('a session counts once it is paid, by either event', () => {
    const paid = { kind: 'paid', order_id: 'cs_test_1', payment_ref: 'pi_1', email: 'bea@mail.test', currency: 'usd', trader_ref: null };
    const line = { line_item: 'li_1', product_refs: ['price_1', 'p1'], quantity: 2, amount_cents: 31_000 };
    for (const type of ['checkout.session.completed', 'checkout.session.async_payment_succeeded']) {
      expect(parseStripe(session({ type, quantity: 2 }))).toMatchObject({ ok: true, value: [{ ...paid, lines: [line] }] });
    }
    expect(parseStripe(session({ payment_status: 'unpaid' }))).toEqual({ ok: true, value: [] });
    expect(parseStripe(session({ payment_status: 'no_payment_required' }))).toEqual({ ok: true, value: [] });
  });

  test('lines that are not in the event, or not all of them, are asked for', () => {
    expect(parseStripe(session({ lines: false }))).toMatchObject({ ok: true, value: [{ kind: 'lines-needed', order_id: 'cs_test_1' }] });
    expect(parseStripe(session({ has_more: true }))).toMatchObject({ ok: true, value: [{ kind: 'lines-needed' }] });
  });

  test('a discount lowers what was paid for the line, a tax does not raise it', () => {
    const read = parseStripe(session({ line: { amount_subtotal: 15_500, amount_discount: 500, amount_tax: 3_000, amount_total: 18_000 } }));
    expect(read).toMatchObject({ ok: true, value: [{ lines: [{ amount_cents: 15_000 }] }] });
  });

  test('each further refund of a charge is a step of its own, and says whether it was the whole', () => {
    expect(parseStripe(charge({ amount_refunded: 5_000 }))).toMatchObject({
      ok: true,
      value: [{ external_id: 'ch_1:5000', is_full: false, payment_ref: 'pi_1' }],
    });
    expect(parseStripe(charge({}))).toMatchObject({
      ok: true,
      value: [{ external_id: 'ch_1:15500', is_full: true, return_kind: 'refund' }],
    });
    expect(parseStripe(dispute())).toMatchObject({
      ok: true,
      value: [{ external_id: 'dp_1', return_kind: 'dispute', payment_ref: 'pi_1', reason: 'fraudulent' }],
    });
  });

  test('other events say nothing, and what is no event is refused with its place', () => {
    expect(parseStripe('{"id":"evt_1","object":"event","type":"payout.paid"}')).toEqual({ ok: true, value: [] });
    expect(parseStripe('{')).toMatchObject({ ok: false, refusal: { code: 'malformed-json' } });
    expect(parseStripe(session({ id: '../v1/accounts' }))).toMatchObject({
      ok: false,
      refusal: { code: 'invalid', path: 'data.object.id' },
    });
  });
});

describe('what WooCommerce says', () => {
  const topic = { 'x-wc-webhook-topic': 'order.updated' };

  test('an order counts once it is paid and on its way', () => {
    expect(parseWoo(wooOrder({ quantity: 3 }), topic)).toMatchObject({
      ok: true,
      value: [
        {
          kind: 'paid',
          order_id: '4750',
          email: 'bea@mail.test',
          full_name: 'Bea Buyer',
          modified_at: '2026-02-01T10:00:00.000Z',
          lines: [{ line_item: '11', product_refs: ['77', 'p1'], quantity: 3, amount_cents: 46_500 }],
        },
      ],
    });
    for (const status of ['pending', 'on-hold', 'failed', 'cancelled'])
      expect(parseWoo(wooOrder({ status }), topic)).toEqual({ ok: true, value: [] });
    expect(parseWoo(wooOrder({ date_paid_gmt: null }), topic)).toEqual({ ok: true, value: [] });
    expect(parseWoo(wooOrder({}), { 'x-wc-webhook-topic': 'order.deleted' })).toEqual({ ok: true, value: [] });
  });

  test('a refund is told before the order it belongs to', () => {
    const whole = parseWoo(wooOrder({ status: 'refunded' }), topic);
    expect(whole).toMatchObject({
      ok: true,
      value: [{ kind: 'returned', external_id: '4750:refunded', is_full: true, amount_cents: 15_500 }, { kind: 'paid' }],
    });
    const part = parseWoo(wooOrder({ refunds: [{ id: 9, reason: 'late', total: '-10.00' }] }), topic);
    expect(part).toMatchObject({
      ok: true,
      value: [{ external_id: '4750:refund:9', amount_cents: 1_000, is_full: false }, { kind: 'paid' }],
    });
  });

  test('amounts are read exactly, in the currency’s own digits', () => {
    expect(parseWoo(wooOrder({ currency: 'JPY', total: '15500' }), topic)).toMatchObject({
      ok: true,
      value: [{ lines: [{ amount_cents: 15_500 }] }],
    });
    expect(parseWoo(wooOrder({ total: 'a lot' }), topic)).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
  });
});
