// The demo firm's mail: letters of the past month that arrived, bounced or were called unwanted, words somebody made plainer, and a notice
// that waits for a second person. Nothing is handed to a provider; what it would have said comes by the way its messages come.
import { anonymousClient, serviceClient } from '@/lib/db/clients';
import { loadConnection } from '@/lib/db/ingest';
import { receiveSigned } from '@/lib/inbox/signed-receive';
import { signedSource } from '@/lib/inbox/sources';
import { compose } from '@/lib/mail/compose';
import { proposeNotice, saveWords } from '@/lib/mail/write';
import { findMessage } from '@/lib/mail/register';
import type { SeedContext } from '../seeding';

const MOST = 80;
const SOON_MS = 2_000;
interface Waiting {
  id: string;
  run_at: string;
}
interface Begun {
  message: string;
  context: unknown;
  template: { subject: string; body: string; version: number } | null;
}

/** What the provider says of the letters, one after the other; most simply arrive. */
const FATES = [
  ...['delivered', 'delivered', 'delivered', 'bounced', 'delivered', 'delivered', 'delayed', 'delivered', 'delivered', 'full', 'delivered'],
  ...['complained', 'delivered', 'delivered', 'delivered', 'delivered'],
] as const;

export async function seedMail(context: SeedContext): Promise<number> {
  const { data, error } = await serviceClient()
    .from('mail_deliveries')
    .select('id, run_at')
    .eq('state', 'queued')
    .lte('run_at', new Date().toISOString())
    .order('run_at', { ascending: false })
    .order('id')
    .limit(MOST);
  if (error) throw new Error(`mail_deliveries: ${error.message}`);
  let told = 0;
  for (const [index, waiting] of (data as Waiting[]).entries()) {
    const provider = `demo-letter-${index + 1}`;
    if (!(await left(context, waiting, provider))) continue;
    await saidOf(provider, FATES[index % FATES.length] ?? 'delivered', new Date(Date.parse(waiting.run_at) + SOON_MS));
    told += 1;
  }
  await seedWords(context);
  return told;
}

/** Writes a letter as the job would, and says that it left. */
async function left({ appUrl }: SeedContext, { id, run_at }: Waiting, provider_id: string): Promise<boolean> {
  const client = serviceClient();
  const begun = await client.rpc('begin_mail', { p_id: id, p_now: run_at });
  if (begun.error) throw new Error(`begin_mail: ${begun.error.message}`);
  const due = begun.data as Begun | null;
  if (due === null) return false;
  const letter = compose(due.message, due.template, due.context, { origin: appUrl });
  const outcome = letter.ok
    ? { state: 'sent', provider_id, template_version: due.template?.version ?? 0, subject: letter.value.subject }
    : { state: 'queued', state_reason: null };
  const settled = await client.rpc('settle_mail', { p: { id, ...outcome, now: run_at } });
  if (settled.error) throw new Error(`settle_mail: ${settled.error.message}`);
  return letter.ok;
}

async function saidOf(email_id: string, fate: (typeof FATES)[number], at: Date): Promise<void> {
  const connection = await loadConnection('resend');
  const source = connection && signedSource(connection);
  if (!connection || !source) throw new Error('the demo connection resend is missing');
  const bounce = {
    bounced: { type: 'Permanent', subType: 'General', message: 'The mailbox does not exist.' },
    full: { type: 'Transient', subType: 'MailboxFull', message: 'The mailbox is full.' },
  }[fate as string];
  const type = { delayed: 'email.delivery_delayed', full: 'email.bounced' }[fate as string] ?? `email.${fate}`;
  const event = { type, created_at: at.toISOString(), data: { email_id, ...(bounce ? { bounce } : {}) } };
  const body = Buffer.from(JSON.stringify(event), 'utf8');
  const headers = { 'svix-id': `demo-${email_id}` };
  const answer = await receiveSigned({ connection, source, body, headers, now: at });
  if (answer.status !== 200) throw new Error(`the demo notice of ${email_id} was answered ${answer.status}: ${answer.body.slice(0, 300)}`);
}

/** Words and a notice of the config desk: one version in force, and one notice somebody else has to send. */
async function seedWords(context: SeedContext): Promise<void> {
  const login = context.logins.find(({ role }) => role === 'config');
  const client = anonymousClient();
  const { error } = await client.auth.signInWithPassword({ email: login?.email ?? '', password: login?.password ?? '' });
  if (error) throw new Error(`config could not sign in: ${error.message}`);
  const house = findMessage('phase-passed');
  const body = `${house?.body.replace('\n\n{{account_link}}', '') ?? ''}\n\nWell done.\n\n{{account_link}}`;
  const words = { message: 'phase-passed', seen: 0, subject: 'Well done: you passed {{challenge}}', body, reason: 'A warmer first line' };
  await saveWords(client, words, context.appUrl);
  const { data } = await client.from('legal_notices').select('id').limit(1);
  if (data && data.length > 0) return;
  await proposeNotice(client, {
    title: 'Our terms name the days on which payouts are sent',
    statement:
      'Section 4 of the terms now says that payouts are sent on business days.\nNothing changes for a payout that was asked for before.',
    holds_from: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    audience: 'trading',
    challenge_type_id: null,
  });
}
