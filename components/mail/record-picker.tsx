// Which real account the preview is written from. What was typed into the letter stays while another one is chosen.
import Form from 'next/form';
import Link from 'next/link';
import { loginText } from '@/lib/accounts/login-text';
import { Button } from '@/components/ui/button';
import { inputStyle } from '@/components/ui/field';
import type { PreviewRecord } from '@/lib/mail/read';

type Props = { path: string; q: string; records: PreviewRecord[]; chosen: string };

export function RecordPicker({ path, q, records, chosen }: Props) {
  const href = (account: string) => `${path}?${new URLSearchParams({ ...(q ? { q } : {}), ...(account ? { account } : {}) }).toString()}`;
  return (
    <div className="flex flex-col gap-2">
      <Form action={path} scroll={false} className="flex gap-2" role="search">
        {chosen && <input type="hidden" name="account" value={chosen} />}
        <input
          name="q"
          type="search"
          aria-label="Login or trader"
          placeholder="Login or trader"
          defaultValue={q}
          className={`${inputStyle} h-7`}
        />
        <Button type="submit">Find</Button>
      </Form>
      <ul className="flex flex-wrap gap-x-3 gap-y-1 text-label">
        <li>
          <Link
            href={href('')}
            scroll={false}
            aria-current={chosen === '' || undefined}
            className={chosen === '' ? 'font-medium' : 'text-accent underline'}
          >
            The example
          </Link>
        </li>
        {records.map((record) => (
          <li key={record.id}>
            <Link
              href={href(record.id)}
              scroll={false}
              prefetch={false}
              aria-current={chosen === record.id || undefined}
              title={[record.challenge_title, record.status].filter(Boolean).join(', ')}
              className={chosen === record.id ? 'font-medium' : 'text-accent underline'}
            >
              {loginText(record.login)} {record.trader_name}
            </Link>
          </li>
        ))}
        {records.length === 0 && <li className="text-ink-3">No account matches.</li>}
      </ul>
    </div>
  );
}
