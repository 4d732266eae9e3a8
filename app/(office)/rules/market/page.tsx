// The market beside the rules: what does the judge know of it, from whom, and until when?
import type { Metadata } from 'next';
import { ImportForm } from '@/components/rules/import-form';
import { JudgeAnewForm } from '@/components/rules/judge-anew-form';
import { SymbolForm } from '@/components/rules/symbol-form';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { Tabs } from '@/components/ui/tabs';
import { createClient } from '@/lib/db/server';
import type { ImportKind } from '@/lib/market/import-input';
import { readImports, readSymbols } from '@/lib/market/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { importMarket, judgeAccountsAnew, saveMarketSymbol } from './actions';
import { ImportsTable, PartTable, SymbolsTable } from './tables';

const HEAD = pageHead('/rules/market');
export const metadata: Metadata = { title: HEAD.title };

const PARTS = { symbols: 'Symbols', news: 'News', rates: 'Rates', holidays: 'Holidays' } as const;
type Part = keyof typeof PARTS;
const REFUSED = 'Only config and admin change what is known of the market.';

export default async function MarketPage({ searchParams }: PageProps<'/rules/market'>) {
  const actor = await requireStaff(readersOf('/rules'));
  const asked = await searchParams;
  const part: Part = typeof asked.part === 'string' && asked.part in PARTS ? (asked.part as Part) : 'symbols';
  const mayWrite = actor.role === 'config' || actor.role === 'admin';
  const refusedBecause = mayWrite ? null : REFUSED;
  const chosen = typeof asked.symbol === 'string' ? asked.symbol : '';
  const readAt = new Date().toISOString();
  return (
    <>
      <PageHeader {...HEAD} stamp={<FreshnessStamp at={readAt} />} />
      <div className="flex flex-col gap-4">
        <Tabs
          label="Rules"
          items={[
            { href: '/rules', label: 'Versions', current: false },
            { href: '/rules/market', label: 'Market', current: true },
          ]}
        />
        <Tabs
          label="Market"
          items={Object.entries(PARTS).map(([key, label]) => ({ href: `/rules/market?part=${key}`, label, current: key === part }))}
        />
        {part === 'symbols' ? (
          <SymbolsPart chosen={chosen} refusedBecause={refusedBecause} />
        ) : (
          <ImportedPart kind={part} at={readAt} refusedBecause={refusedBecause} />
        )}
        <Panel title="Judge again" id="again">
          <JudgeAnewForm refusedBecause={refusedBecause} action={judgeAccountsAnew} />
        </Panel>
      </div>
    </>
  );
}

async function SymbolsPart({ chosen, refusedBecause }: { chosen: string; refusedBecause: string | null }) {
  const symbols = await readSymbols(await createClient()).catch(() => null);
  if (symbols === null) return <ErrorState code="symbols-not-read" title="The symbols could not be read" />;
  const symbol = symbols.find(({ code }) => code === chosen) ?? null;
  return (
    <>
      <Panel title="Symbols" aside={`${symbols.length} known`} flush>
        <SymbolsTable rows={symbols} />
      </Panel>
      <Panel title={symbol ? `Change ${symbol.code}` : 'Add a symbol'} id="symbol">
        <SymbolForm key={symbol?.code ?? ''} symbol={symbol} refusedBecause={refusedBecause} action={saveMarketSymbol} />
      </Panel>
    </>
  );
}

async function ImportedPart({ kind, at, refusedBecause }: { kind: ImportKind; at: string; refusedBecause: string | null }) {
  const client = await createClient();
  const imports = await readImports(client, kind).catch(() => null);
  return (
    <>
      <PartTable client={client} kind={kind} at={at} />
      <Panel title="Imports" aside="newest first" flush>
        {imports ? (
          <ImportsTable rows={imports} />
        ) : (
          <ErrorState code="imports-not-read" title="The imports could not be read" className="m-4" />
        )}
      </Panel>
      <Panel title="Import" id="import">
        <ImportForm key={kind} kind={kind} refusedBecause={refusedBecause} action={importMarket} />
      </Panel>
    </>
  );
}
