'use client';
// What may be done about an order, each deed with what it will do. What a role may not do is shown, with the reason it is off.
import { ChoiceField, type Choice } from '@/components/ui/choice-field';
import { errorAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ReasonField } from '@/components/ui/reason-field';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import type { OrderDetail } from '@/lib/orders/read';
import type { ActionState, FormAction } from '@/lib/staff/form';
import type { StaffRole } from '@/lib/staff/roles';

type Props = {
  order: OrderDetail;
  /** Null where they could not be read. */
  products: Choice[] | null;
  role: StaffRole;
  actions: { deliver: FormAction; match: FormAction; giveBack: FormAction; win: FormAction };
};

export function OrderDeeds({ order, products, role, actions }: Props) {
  const helps = role === 'support' || role === 'admin' ? null : 'Support and admin deliver and match.';
  const pays = role === 'finance' || role === 'admin' ? null : 'Finance and admin write down what came back.';
  const matches = products ? helps : 'The products to choose from could not be read. Load the page again.';
  const over = order.state === 'refunded';
  return (
    <div className="flex flex-col gap-4">
      <Deliver order={order} off={helps} action={actions.deliver} />
      {order.state === 'undeliverable' && <Match order={order} products={products ?? []} off={matches} action={actions.match} />}
      {order.state === 'disputed' && order.account_id && <Win order={order} off={pays} action={actions.win} />}
      {!over && <GiveBack order={order} off={pays} action={actions.giveBack} />}
    </div>
  );
}

function Seen({ order }: { order: OrderDetail }) {
  return (
    <>
      <input type="hidden" name="id" value={order.id} />
      <input type="hidden" name="version" value={order.version} />
    </>
  );
}

type DeedProps = { order: OrderDetail; off: string | null; action: FormAction };

function useDeed(action: FormAction) {
  const [told, send, isPending] = useSaidAction(action);
  return { told, send, isPending };
}

const Off = ({ why }: { why: string | null }) => (why ? <p className="text-label text-ink-3">{why}</p> : null);

function Deliver({ order, off, action }: DeedProps) {
  const { told, send, isPending } = useDeed(action);
  return (
    <Panel title="Deliver again">
      <form action={send} className="flex flex-col gap-2">
        <Refused told={told} />
        <p className="text-ink-2">
          {order.state === 'undeliverable'
            ? 'Looks the order up in the catalogue as it is now and opens its account if everything fits.'
            : 'The same as once: a delivered order stays as it is, an account that is still being opened is asked for again.'}
        </p>
        <Seen order={order} />
        <Off why={off} />
        <div>
          <Button type="submit" disabled={off !== null || isPending}>
            Deliver again
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Reason({ told, off, id }: { told: ActionState; off: string | null; id: string }) {
  return <ReasonField id={id} disabled={off !== null} told={told} />;
}

function Match({ order, products, off, action }: DeedProps & { products: Choice[] }) {
  const { told, send, isPending } = useDeed(action);
  return (
    <Panel title="Match by hand">
      <form action={send} className="flex flex-col gap-2">
        <Refused told={told} beside={['challenge_type_id', 'email', 'reason']} />
        <p className="text-ink-2">
          Opens an account of the product chosen for {moneyText(order.amount_cents, order.currency)} as paid, and tells the trader once it
          is open.
        </p>
        <Seen order={order} />
        <ChoiceField
          label="Product"
          name="challenge_type_id"
          blank="Choose"
          choices={products}
          defaultValue={told.values.challenge_type_id}
          error={errorAt(told, 'challenge_type_id')}
          disabled={off !== null}
        />
        <Field
          label="Trader’s e-mail"
          name="email"
          type="email"
          hint={order.trader_id ? `Empty: ${order.trader_name || order.trader_email}` : 'The shop named nobody'}
          disabled={off !== null}
          defaultValue={told.values.email ?? ''}
          error={errorAt(told, 'email')}
        />
        <Reason told={told} off={off} id="match-reason" />
        <Off why={off} />
        <div>
          <Button type="submit" variant="primary" disabled={off !== null || isPending}>
            Match and open the account
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Win({ order, off, action }: DeedProps) {
  const { told, send, isPending } = useDeed(action);
  return (
    <Panel title="Dispute won">
      <form action={send} className="flex flex-col gap-2">
        <Refused told={told} beside={['reason']} />
        <p className="text-ink-2">The sale stands again. The account stays blocked until risk lets it go.</p>
        <Seen order={order} />
        <Reason told={told} off={off} id="win-reason" />
        <Off why={off} />
        <div>
          <Button type="submit" disabled={off !== null || isPending}>
            The dispute was won
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function GiveBack({ order, off, action }: DeedProps) {
  const { told, send, isPending } = useDeed(action);
  return (
    <Panel title="Money that went back">
      <form action={send} className="flex flex-col gap-2">
        <Refused told={told} beside={['reason']} />
        <p className="text-ink-2">
          For what the shop does not tell us. Every account of this payment is stopped at once: a running one is blocked, one not open yet
          is closed. A review opens. No money moves from here.
        </p>
        <Seen order={order} />
        <Reason told={told} off={off} id="back-reason" />
        <Off why={off} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" name="kind" value="refund" variant="danger" disabled={off !== null || isPending}>
            Write down a refund
          </Button>
          <Button type="submit" name="kind" value="dispute" variant="danger" disabled={off !== null || isPending}>
            Write down a dispute
          </Button>
        </div>
      </form>
    </Panel>
  );
}
