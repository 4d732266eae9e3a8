// Whose account it is, where it stands when it is told again, and the rules it was sold under, to the letter.
import { Definition } from '@/components/ui/definition';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import { whenText } from '@/components/ui/when-text';
import { StateShape } from '@/components/ui/state-chip';
import type { DossierCore, Row } from '@/lib/accounts/dossier-replay';
import { cellText } from './cell-text';

export function DossierAccount({ core }: { core: DossierCore }) {
  const { account, trader, standing } = core;
  const currency = String(account.currency);
  const of = (row: Row | null, column: string) => cellText(column, row?.[column], currency) || 'not known';
  const told = standing.told_again;
  const money = (value: number | null) => <span className="num">{value === null ? 'not known' : moneyText(value, currency)}</span>;
  return (
    <div className="grid gap-4 lg:grid-cols-2 print:grid-cols-2">
      <Panel title="Account and trader">
        <Definition
          rows={[
            { term: 'Account', value: <code className="text-label">{of(account, 'id')}</code> },
            { term: 'Platform', value: `${of(account, 'platform')}, ${of(account, 'server')}` },
            { term: 'Sold as', value: [account.challenge_title, account.phase_name].filter(Boolean).join(', ') || 'not sold here' },
            { term: 'Initial balance', value: money(account.initial_balance_cents as number) },
            { term: 'Status', value: of(account, 'status') },
            { term: 'Activated', value: of(account, 'activated_at') },
            ...(account.closed_at ? [{ term: 'Closed', value: `${of(account, 'closed_at')}: ${of(account, 'closure_reason')}` }] : []),
            { term: 'Trader', value: of(trader, 'full_name') },
            { term: 'E-mail', value: of(trader, 'email') },
            { term: 'Country', value: of(trader, 'country') },
            { term: 'Identity', value: of(trader, 'kyc_status') },
          ]}
        />
      </Panel>
      <Panel title="Told again from its first event" aside={core.engine}>
        <Definition
          rows={[
            { term: 'Events', value: <span className="num">{standing.events}</span> },
            { term: 'Clock', value: whenText(told.clock, 'UTC', 'moment') },
            { term: 'Balance', value: money(told.balance_cents) },
            { term: 'Equity', value: money(told.equity_cents) },
            { term: 'High water', value: money(told.high_water_cents) },
            { term: 'Realised profit', value: money(told.cumulative_profit_cents) },
            { term: 'State', value: told.risk_state },
          ]}
        />
        <Agreement agrees={standing.agrees_with_stored} />
      </Panel>
    </div>
  );
}

function Agreement({ agrees }: { agrees: boolean | null }) {
  if (agrees === null) return <p className="mt-3 text-ink-2">Nothing was stored of it yet, so there is nothing to compare with.</p>;
  if (agrees) return <p className="mt-3">These are the figures that were stored.</p>;
  return (
    <p role="alert" className="mt-3 flex items-center gap-2 rounded-md border border-caution bg-caution-soft px-3 py-2">
      <StateShape state="caution" className="text-caution" />
      The stored figures say something else. The ones above follow from its events; the account should be judged anew.
    </p>
  );
}

export function DossierRules({ core }: { core: DossierCore }) {
  return (
    <Panel title="Rules as bought" aside={core.rules.length === 1 ? '1 version' : `${core.rules.length} versions`}>
      <div className="flex flex-col gap-4">
        {core.rule_moves.map((move) => (
          <p key={move.at}>
            Moved from {nameOf(core.rules, move.from_rule_set_id)} to {nameOf(core.rules, move.to_rule_set_id)} on{' '}
            {whenText(move.at, 'UTC', 'moment')} UTC.
          </p>
        ))}
        {core.rules.map((one) => (
          <section key={String(one.id)} data-rule-set={String(one.version)}>
            <h3 className="text-form font-semibold">{nameOf(core.rules, one.id)}</h3>
            <p className="text-label break-all text-ink-2">
              Published {cellText('published_at', one.published_at, '') || 'never'} UTC, checksum <code>{String(one.checksum)}</code>
            </p>
            <pre tabIndex={0} className="mt-2 overflow-x-auto rounded-md bg-sunken p-3 font-mono text-meta whitespace-pre-wrap">
              {JSON.stringify(one.written, null, 2)}
            </pre>
          </section>
        ))}
      </div>
    </Panel>
  );
}

function nameOf(rules: Row[], id: unknown): string {
  const found = rules.find((one) => one.id === id);
  return found ? `${String(found.code)}, version ${String(found.version)}` : 'a version that is not shown';
}
