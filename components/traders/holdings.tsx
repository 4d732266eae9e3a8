// What a trader has with us: their accounts, and what they bought.
import Link from 'next/link';
import { FigureTable } from '@/components/ui/figure-table';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import { StateChip, StatusChip } from '@/components/ui/state-chip';
import { When } from '@/components/ui/when';
import { loginText } from '@/lib/accounts/login-text';
import { PROBLEM_WORDS } from '@/lib/orders/states';
import type { TraderAccount, TraderOrder } from '@/lib/traders/office-read';

const LINK = 'font-mono text-label text-accent hover:underline';

export function TraderAccounts({ rows }: { rows: TraderAccount[] }) {
  return (
    <Panel title="Accounts" aside={<span className="num">{rows.length}</span>} flush>
      {rows.length === 0 ? (
        <p className="p-4 text-ink-2">No account yet. One is opened with the first delivered order.</p>
      ) : (
        <FigureTable
          caption="Accounts of this trader, living ones first"
          columns={[
            { name: 'Login', words: true },
            { name: 'State', words: true },
            { name: 'Status', words: true },
            { name: 'Challenge, phase', words: true },
            { name: 'Balance' },
            { name: 'Left', means: 'Money left to the nearest floor' },
          ]}
          rows={rows.map((row) => ({
            key: row.id,
            cells: [
              <Link key="login" href={`/accounts/${row.id}`} className={LINK}>
                {loginText(row.login)}
              </Link>,
              <StateChip key="state" state={row.risk_state} />,
              <StatusChip key="status" status={row.status} />,
              [row.challenge_title, row.phase_name].filter(Boolean).join(', '),
              <Money key="balance" cents={row.balance_cents} currency={row.currency} />,
              row.is_alive ? <Money key="left" cents={row.headroom_cents} currency={row.currency} /> : '',
            ],
          }))}
        />
      )}
    </Panel>
  );
}

export function TraderOrders({ rows }: { rows: TraderOrder[] }) {
  return (
    <Panel title="Orders" aside={<span className="num">{rows.length}</span>} flush>
      {rows.length === 0 ? (
        <p className="p-4 text-ink-2">Nothing was bought under this trader.</p>
      ) : (
        <FigureTable
          caption="Orders of this trader, the newest first"
          columns={[
            { name: 'Order', words: true },
            { name: 'Product', words: true },
            { name: 'State', words: true },
            { name: 'Amount' },
            { name: 'Received', words: true },
          ]}
          rows={rows.map((row) => ({
            key: row.id,
            cells: [
              <Link key="order" href={`/orders/${row.id}`} className={LINK}>
                {row.provider} {row.order_id}
              </Link>,
              row.product_name,
              <span key="state">
                <StatusChip status={row.state} />{' '}
                {row.problem && <span className="text-label text-ink-2">{PROBLEM_WORDS[row.problem] ?? row.problem}</span>}
              </span>,
              <Money key="amount" cents={row.amount_cents} currency={row.currency} />,
              <When key="at" at={row.created_at} mode="minute" />,
            ],
          }))}
        />
      )}
    </Panel>
  );
}
