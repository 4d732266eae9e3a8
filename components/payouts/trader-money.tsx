// A trader's payouts and destinations: what they asked for, what became of it, and where it went by its mask.
import Link from 'next/link';
import { FigureTable } from '@/components/ui/figure-table';
import { Money } from '@/components/ui/money';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { loginText } from '@/lib/accounts/login-text';
import { methodName } from '@/lib/payouts/pay-methods';
import type { TraderDestination, TraderMoney } from '@/lib/payouts/trader-read';
import { PayoutState } from './payout-state';

export function TraderMoneyPanels({ money }: { money: TraderMoney }) {
  const paid = money.paid.map(({ cents, currency, payouts }) => `${moneyText(cents, currency)} in ${payouts}`).join(', ');
  return (
    <>
      <Panel title="Payouts" flush aside={paid === '' ? 'Nothing paid yet' : `Paid: ${paid}`}>
        {money.payouts.length === 0 ? (
          <p className="p-4 text-ink-2">Never asked for one.</p>
        ) : (
          <FigureTable
            caption="Payouts of this trader, the newest first"
            columns={[
              { name: 'Receives' },
              { name: 'State', words: true },
              { name: 'Account', words: true },
              { name: 'Paid to', words: true },
              { name: 'Asked for', words: true },
              { name: 'Settled', words: true },
            ]}
            rows={money.payouts.map((one) => ({
              key: one.id,
              cells: [
                <Link key="p" href={`/payouts/${one.id}`} className="font-medium text-accent hover:underline">
                  <Money cents={one.requested_cents} currency={one.currency} />
                </Link>,
                <PayoutState key="s" state={one.state} />,
                <span key="l" className="font-mono text-label">
                  {loginText(one.login)}
                </span>,
                <span key="m" className="whitespace-nowrap">
                  {methodName(one.provider)} <span className="font-mono text-label text-ink-2">{one.beneficiary_masked}</span>
                </span>,
                <When key="r" at={one.requested_at} mode="minute" />,
                one.settled_at === null ? '' : <When key="d" at={one.settled_at} mode="minute" />,
              ],
            }))}
          />
        )}
      </Panel>
      <Panel title="Where they are paid" aside="by the mask; nobody here sees more">
        {money.destinations.length === 0 ? (
          <p className="text-ink-2">No destination yet.</p>
        ) : (
          <ul className="flex flex-col divide-y divide-line">
            {money.destinations.map((one) => (
              <Destination key={one.id} destination={one} />
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
}

function Destination({
  destination: { provider, name, masked, version, is_active, awaits_link, confirmed_at },
}: {
  destination: TraderDestination;
}) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 py-1.5">
      <span className="font-medium">
        {methodName(provider)} <span className="font-mono text-label">{masked}</span>
      </span>
      <span className="text-ink-2">{name}</span>
      <span className="text-label text-ink-2">
        {version > 1 ? `changed ${version - 1} ${version === 2 ? 'time' : 'times'}, last` : 'since'}{' '}
        <When at={confirmed_at} mode="minute" />
        {!is_active && ', not in use'}
        {awaits_link && <span className="text-caution">, waits for the trader’s link</span>}
      </span>
    </li>
  );
}
