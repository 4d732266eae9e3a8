// What is known of one letter: who, about what, in which words, and every instant of its way.
import Link from 'next/link';
import { Definition, type DefinitionRow } from '@/components/ui/definition';
import { When } from '@/components/ui/when';
import { loginText } from '@/lib/accounts/login-text';
import type { DeliveryDetail } from '@/lib/mail/read';
import { findMessage } from '@/lib/mail/register';
import { messageWords } from '@/lib/mail/states';

const LINK = 'text-accent hover:underline';

export function DeliveryFacts({ letter }: { letter: DeliveryDetail }) {
  return <Definition rows={[...whom(letter), ...words(letter), ...way(letter)]} />;
}

function whom(letter: DeliveryDetail): DefinitionRow[] {
  const trader = letter.trader_id && (
    <Link href={`/traders/${letter.trader_id}`} className={LINK}>
      {letter.trader_name || 'No name given'}
    </Link>
  );
  const account = letter.account_id && (
    <Link href={`/accounts/${letter.account_id}`} className={LINK}>
      {loginText(letter.login ?? '')}
    </Link>
  );
  return [
    { term: 'To', value: letter.to_email ?? 'not known' },
    ...(trader ? [{ term: 'Trader', value: trader }] : []),
    ...(account ? [{ term: 'Account', value: account }] : []),
  ];
}

function words(letter: DeliveryDetail): DefinitionRow[] {
  const name = messageWords(letter.message);
  const version = letter.template_version === 0 ? '0, the words of the house' : String(letter.template_version ?? 'not written yet');
  return [
    {
      term: 'Message',
      value: findMessage(letter.message) ? (
        <Link href={`/mail/${letter.message}`} className={LINK}>
          {name}
        </Link>
      ) : (
        name
      ),
    },
    ...(letter.is_test ? [{ term: 'Test', value: 'Sent by staff to themselves, in words that may never have been saved' }] : []),
    { term: 'Version of the words', value: version },
    ...(letter.template_trouble
      ? [{ term: 'Saved words', value: <span className="text-critical">Could not be used: {letter.template_trouble}</span> }]
      : []),
    ...(letter.notice_id
      ? [
          {
            term: 'Notice',
            value: (
              <Link href="/mail/notices" className={LINK}>
                One of the firm’s notices
              </Link>
            ),
          },
        ]
      : []),
  ];
}

function way(letter: DeliveryDetail): DefinitionRow[] {
  return [
    { term: 'Written', value: <When at={letter.created_at} /> },
    ...(letter.state === 'queued' ? [{ term: 'Due', value: <When at={letter.run_at} /> }] : []),
    { term: 'Sent', value: <When at={letter.sent_at} /> },
    ...(letter.told_at ? [{ term: 'Told by the provider', value: <When at={letter.told_at} /> }] : []),
    ...(letter.state_reason ? [{ term: 'Reason', value: letter.state_reason }] : []),
    { term: 'Attempts', value: letter.attempts },
    ...(letter.provider_id
      ? [{ term: 'Id of the provider', value: <code className="text-label break-all">{letter.provider_id}</code> }]
      : []),
  ];
}
