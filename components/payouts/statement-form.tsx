'use client';
// Hands in a provider's statement as the provider gave it. It is sent byte for byte and read on the server.
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Field, inputStyle } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { announce } from '@/components/ui/toaster';
import { methodName } from '@/lib/payouts/pay-methods';

type Props = { providers: readonly string[]; off: string | null; today: string };
type Answer = { id?: string; isNew?: boolean; differences?: number; code?: string; message?: string; path?: string };

export function StatementForm({ providers, off, today }: Props) {
  const router = useRouter();
  const [provider, setProvider] = useState(providers[0] ?? 'bank');
  const [trouble, setTrouble] = useState<Answer | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isOwn = provider === 'simulated';
  async function hand(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    const answer = await sent(new FormData(event.currentTarget));
    setBusy(false);
    setTrouble(answer.id === undefined ? answer : null);
    if (answer.id === undefined) return;
    announce(answer.isNew ? `Taken in. ${answer.differences ?? 0} differences.` : 'This very statement was taken in before.');
    router.push(`/payouts/reconciliation/${answer.id}`);
  }
  const errorAt = (path: string) => (trouble?.path === path ? (trouble.message ?? null) : null);
  return (
    <Panel title="Take in a statement">
      <form onSubmit={(event) => void hand(event)} className="flex flex-col gap-3">
        {trouble && !['file', 'from'].includes(trouble.path ?? '') && (
          <p role="alert" className="rounded-sm border border-critical bg-critical-soft px-3 py-2">
            {trouble.message} <span className="font-mono text-label text-ink-2">{trouble.code}</span>
          </p>
        )}
        <Whose providers={providers} provider={provider} choose={setProvider} />
        {!isOwn && (
          <Field
            name="file"
            label="Statement"
            type="file"
            accept=".csv,text/csv,.txt"
            required
            hint={FORMATS[provider]}
            error={errorAt('file')}
            className="[&_input]:py-1"
          />
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            name="from"
            label="First day"
            type="date"
            required={isOwn}
            defaultValue={isOwn ? today : ''}
            key={`from-${provider}`}
            error={errorAt('from')}
          />
          <Field name="until" label="Last day" type="date" required={isOwn} defaultValue={isOwn ? today : ''} key={`until-${provider}`} />
        </div>
        <p className="text-label text-ink-2">
          {off ??
            (isOwn
              ? 'The simulated provider’s own book of these days, UTC.'
              : 'Without days, those of its lines count. What we sent in these days has to stand on it. The file is kept as it is; the same file is taken once.')}
        </p>
        <div>
          <Button type="submit" variant="primary" disabled={off !== null || isBusy}>
            {isBusy ? 'Reading…' : 'Take it in and compare'}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Whose({ providers, provider, choose }: { providers: readonly string[]; provider: string; choose: (code: string) => void }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor="provider" className="text-label font-medium text-ink-2">
        Whose
      </label>
      <select
        id="provider"
        name="provider"
        value={provider}
        onChange={(event) => choose(event.target.value)}
        className={`${inputStyle} h-9`}
      >
        {providers.map((code) => (
          <option key={code} value={code}>
            {methodName(code)}
          </option>
        ))}
      </select>
    </div>
  );
}

const FORMATS: Record<string, string> = {
  bank: 'CSV with date, amount (or debit and credit), currency, description, reference. Money below zero left.',
  rise: 'CSV with payout_id or remittance, id, amount, currency, status, date.',
  stripe: 'The balance history or the itemised balance report, as CSV.',
  nowpayments: 'CSV of payouts with id, amount, currency, status, unique_external_id, created_at.',
};

async function sent(body: FormData): Promise<Answer> {
  try {
    const answer = await fetch('/payouts/reconciliation/import', { method: 'POST', body });
    return (await answer.json()) as Answer;
  } catch {
    return { code: 'no-answer', message: 'The server did not answer. Send it again: the same file is taken once.' };
  }
}
