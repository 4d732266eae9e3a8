// The states of an order as data. Postgres holds the same edges and refuses every other one; a test keeps the two equal.
export const ORDER_STATES = ['received', 'paid', 'delivered', 'refunded', 'disputed', 'undeliverable'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const ORDER_TRANSITIONS: readonly (readonly [from: OrderState, to: OrderState])[] = [
  ['received', 'paid'],
  ['received', 'undeliverable'],
  ['received', 'refunded'],
  ['received', 'disputed'],
  ['paid', 'delivered'],
  ['paid', 'undeliverable'],
  ['paid', 'refunded'],
  ['paid', 'disputed'],
  ['delivered', 'refunded'],
  ['delivered', 'disputed'],
  ['undeliverable', 'paid'],
  ['undeliverable', 'refunded'],
  ['undeliverable', 'disputed'],
  ['disputed', 'refunded'],
  ['disputed', 'delivered'],
];

/** Why an order waits for a person, and what helps. */
export const PROBLEMS: Record<string, string> = {
  'unknown-product': 'No product in the catalogue has an id the shop named. Give the product that id, or match by hand.',
  'archived-product': 'The product was archived. Restore it, or match the order to another one.',
  'ambiguous-product': 'The shop named ids of two products. Match by hand.',
  'price-differs': 'What was paid is not the price in the catalogue.',
  'currency-differs': 'The order was paid in another currency than the product is sold in.',
  'no-phases': 'The product has no phases, so there is nothing to open.',
  'no-rules': 'The first phase has no published rules in force, so no account can be judged.',
  'no-connection': 'No trading connection takes new accounts.',
  'source-off': 'The source its accounts live on is switched off. Switch it on or give the product another one, then deliver again.',
  'no-buyer': 'The shop named no address. Match the order to a trader.',
  'trader-disabled': 'The buyer is disabled. Enable the trader, or give the money back.',
  'partly-refunded': 'A part of the money went back before the order was known.',
  'order-changed': 'The order was changed after it was paid. Compare it with the shop.',
};

/** Why it waits, in two words: for a list, a filter, or a line of the history. */
export const PROBLEM_WORDS: Record<string, string> = Object.fromEntries(
  Object.keys(PROBLEMS).map((code) => [code, code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ')]),
);
