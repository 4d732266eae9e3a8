// The dossier on paper: what a dispute about one account is answered with, in the order it is argued in.
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DossierAccount, DossierRules } from '@/components/dossier/dossier-account';
import { DossierCurve } from '@/components/dossier/dossier-curve';
import { DossierSectionTable } from '@/components/dossier/dossier-section';
import { DossierVerdicts } from '@/components/dossier/dossier-verdicts';
import { PrintButton } from '@/components/dossier/print-button';
import { LinkButton } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { DOSSIER_READERS } from '@/lib/accounts/dossier';
import { readPaper } from '@/lib/accounts/dossier-replay';
import { noteDossier } from '@/lib/accounts/dossier-write';
import { loginText } from '@/lib/accounts/login-text';
import { readAccount } from '@/lib/accounts/read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';

export const metadata: Metadata = { title: 'Dossier' };

export default async function DossierPage({ params }: PageProps<'/accounts/[id]/dossier'>) {
  const actor = await requireStaff(DOSSIER_READERS);
  const { id } = await params;
  const client = await createClient();
  const account = await readAccount(client, id);
  if (!account) notFound();
  await noteDossier(client, account.id, 'paper', new Date());
  const paper = await readPaper(actor, account.id);
  if (!paper) notFound();
  const { core, sections } = paper;
  const jsonHref = `/accounts/${id}/dossier/json`;
  return (
    <article className="dossier flex flex-col gap-6" data-dossier={account.id}>
      <PageHeader
        title={
          <>
            Dossier of account <span className="font-mono">{loginText(account.login)}</span>
          </>
        }
        question="What happened on this account, under which rules, and who decided what?"
        stamp={<FreshnessStamp at={account.last_event_at} staleSince={account.is_alive ? account.feed_stale_since : null} />}
        actions={
          <span className="flex gap-2 print:hidden">
            <LinkButton href={`/accounts/${id}`}>Back to the account</LinkButton>
            <LinkButton href={jsonHref} prefetch={false} download>
              JSON
            </LinkButton>
            <PrintButton />
          </span>
        }
      />
      {core.standing.events === 0 && (
        <Empty
          title="Nothing has come from the platform yet"
          body="The dossier holds the account and its rules; trades and verdicts follow its first event."
        />
      )}
      <DossierAccount core={core} />
      <DossierVerdicts verdicts={core.verdicts} currency={account.currency} />
      <DossierCurve equity={core.equity} currency={account.currency} verdicts={core.verdicts} />
      <DossierRules core={core} />
      {sections.map((section) => (
        <DossierSectionTable key={section.name} section={section} currency={account.currency} jsonHref={jsonHref} />
      ))}
      <LeftOut leftOut={core.left_out} />
    </article>
  );
}

function LeftOut({ leftOut }: { leftOut: Record<string, string> }) {
  const names = Object.keys(leftOut).map((name) => name.replaceAll('_', ' '));
  if (names.length === 0) return null;
  return (
    <p data-left-out className="text-ink-2">
      Left out because your role does not read them: {names.join(', ')}.
    </p>
  );
}
