'use client';
// The accounts list: the shared frame with its own columns, and what may be done with the rows that are chosen.
import Link from 'next/link';
import { ListTable, type ListOf } from '@/components/lists/list-table';
import { useSelection } from '@/components/lists/use-selection';
import { Live } from '@/components/live/live';
import type { AccountRow } from '@/lib/accounts/read';
import { AccountCard, accountsColumns } from './accounts-columns';
import { BulkBar, type BulkActions, type BulkRights } from './bulk-bar';

type AccountsTableProps = ListOf<AccountRow> & {
  after: string | null;
  actions: BulkActions;
  rights: BulkRights;
};

export function AccountsTable({ after, actions, rights, ...list }: AccountsTableProps) {
  const selection = useSelection(
    list.definition,
    list.query,
    list.page.rows.map((row) => row.id),
  );
  const live = after !== null && (
    <Live after={after} topics={['account', 'violation']} mode="pill" counts="accounts" noun={['account changed', 'accounts changed']} />
  );
  return (
    <ListTable
      caption="Accounts"
      columns={accountsColumns}
      {...list}
      live={live}
      above={<BulkBar selection={selection} total={list.page.total} actions={actions} rights={rights} />}
      getRowId={(row) => row.id}
      selection={selection.table}
      renderCard={(row) => <AccountCard row={row} />}
      empty={{
        title: list.query.scope === 'living' ? 'No account is living' : 'No accounts yet',
        body: 'Create a challenge and connect a broker: an account appears here with its first sale or its first import. To look at a demo firm, run npm start where no Supabase project is set.',
        action: (
          <Link href="/accounts?scope=all" className="text-accent underline">
            Show all accounts
          </Link>
        ),
      }}
    />
  );
}
