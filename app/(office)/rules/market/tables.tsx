// The lists of the market page: symbols, releases, rates, holidays, and the imports they came with.
import type { SupabaseClient } from '@supabase/supabase-js';
import Link from 'next/link';
import { PlainTable, type PlainTableProps } from '@/components/ui/plain-table';
import { Empty } from '@/components/ui/empty';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { ImportKind } from '@/lib/market/import-input';
import { readHolidays, readNews, readRates, type ImportRow, type SymbolRow } from '@/lib/market/read';

const NONE = '\u2014';

export function SymbolsTable({ rows }: { rows: SymbolRow[] }) {
  if (rows.length === 0) {
    return <Empty title="No symbols yet" body="Add the first one below. Until then, rules that need a class or a size answer unknown." />;
  }
  return (
    <PlainTable
      caption="Symbols"
      head={['Symbol', 'Class', 'Contract size', 'Quoted in', 'Micro', 'Holidays', 'Group', 'Other names']}
      numeric={[2]}
      rows={rows.map((row) => ({
        key: row.code,
        cells: [
          <Link
            key="code"
            href={`/rules/market?part=symbols&symbol=${encodeURIComponent(row.code)}#symbol`}
            className="font-medium text-accent underline"
          >
            {row.code}
          </Link>,
          row.class,
          row.contract_size ?? NONE,
          row.quote_currency ?? NONE,
          row.is_micro ? 'yes' : 'no',
          row.calendar ?? 'not said',
          row.symbol_group ?? NONE,
          row.aliases.join(', ') || NONE,
        ],
      }))}
    />
  );
}

export function ImportsTable({ rows }: { rows: ImportRow[] }) {
  if (rows.length === 0) return <Empty title="Nothing was imported yet" body="Paste or upload a list below." />;
  return (
    <PlainTable
      caption="Imports"
      head={['When', 'Source', 'Complete from', 'until', 'Added', 'Changed', 'Withdrawn', 'By']}
      numeric={[4, 5, 6]}
      rows={rows.map((row) => ({
        key: row.id,
        cells: [
          <When key="at" at={row.created_at} />,
          row.calendar ? `${row.source}, ${row.calendar}` : row.source,
          row.covers_from?.slice(0, 10) ?? NONE,
          row.covers_to ? <When key="to" at={row.covers_to} /> : NONE,
          row.added,
          row.changed,
          row.withdrawn,
          row.staff?.full_name ?? 'database owner',
        ],
      }))}
    />
  );
}

const EMPTY: Record<ImportKind, string> = {
  news: 'Without a calendar, news windows answer unknown.',
  rates: 'Without rates, what is quoted in another currency than the account cannot be valued.',
  holidays: 'Without holidays, deadlines of symbols that keep a calendar answer unknown.',
};

export async function PartTable({ client, kind, at }: { client: SupabaseClient; kind: ImportKind; at: string }) {
  const { title, total, table } = await TABLES[kind](client, Date.parse(at));
  const aside = total > table.rows.length ? `${table.rows.length} of ${total.toLocaleString('en-US')} shown` : `${total} in all`;
  return (
    <Panel title={title} aside={aside} flush>
      {table.rows.length === 0 ? <Empty title={`No ${kind} yet`} body={EMPTY[kind]} /> : <PlainTable {...table} />}
    </Panel>
  );
}

interface PartRows {
  title: string;
  total: number;
  table: PlainTableProps;
}

const TABLES: Record<ImportKind, (client: SupabaseClient, now: number) => Promise<PartRows>> = {
  news: async (client, now) => {
    const { rows, total } = await readNews(client, now);
    const cells = rows.map(({ id, at, currency, impact, title, event, source }) => ({
      key: id,
      cells: [<When key="at" at={at} />, currency, impact, title, event ? <code key="event">{event}</code> : NONE, source],
    }));
    const table = { caption: 'Releases', head: ['At', 'Currency', 'Impact', 'Release', 'Known to rules as', 'Source'], rows: cells };
    return { title: 'Releases from a week ago on', total, table };
  },
  rates: async (client) => {
    const { rows, total } = await readRates(client);
    const cells = rows.map(({ id, at, base, quote, rate, source }) => ({
      key: id,
      cells: [`${base}/${quote}`, rate, <When key="at" at={at} />, source],
    }));
    return {
      title: 'Rates, newest first',
      total,
      table: { caption: 'Rates', head: ['Pair', 'Rate', 'From', 'Source'], numeric: [1], rows: cells },
    };
  },
  holidays: async (client, now) => {
    const { rows, total } = await readHolidays(client, now);
    const cells = rows.map(({ id, day, calendar, title, closes_at, source }) => ({
      key: id,
      cells: [day, calendar, title || NONE, closes_at ? `closes at ${closes_at.slice(0, 5)}` : 'closed', source],
    }));
    const table = { caption: 'Holidays', head: ['Day', 'Calendar', 'Holiday', 'Session', 'Source'], rows: cells };
    return { title: 'Holidays from a month ago on', total, table };
  },
};
