'use client';
// Calls a door from the page, with a token or with the session of this browser. Nothing typed here is kept.
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { AreaField, Field } from '@/components/ui/field';

export type TryItProps = { id: string; method: string; path: string; parameters: string[]; queries: string[]; body: string | null };
type Answer = { status: string; text: string };

export function TryIt(door: TryItProps) {
  const { id, method } = door;
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [waiting, setWaiting] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setWaiting(true);
    setAnswer(await call(door, (name) => String(form.get(`${id}-${name}`) ?? '').trim()));
    setWaiting(false);
  }

  return (
    <details>
      <summary className="cursor-pointer text-label font-medium text-accent">Try it</summary>
      <form onSubmit={send} className="flex flex-col gap-3 pt-3">
        <Inputs {...door} />
        <div>
          <Button type="submit" variant="primary" disabled={waiting}>
            {waiting ? 'Waiting for the answer' : `Send ${method}`}
          </Button>
        </div>
        <output aria-live="polite" className="block">
          {answer && (
            <>
              <span className="text-label font-medium">{answer.status}</span>
              <pre
                tabIndex={0}
                aria-label="The answer"
                className="mt-1 max-h-96 overflow-auto rounded-sm bg-sunken p-3 font-mono text-label"
              >
                {answer.text === '' ? 'No body.' : answer.text}
              </pre>
            </>
          )}
        </output>
      </form>
    </details>
  );
}

function Inputs({ id, method, parameters, queries, body }: TryItProps) {
  const field = (name: string) => ({ id: `${id}-${name}`, name: `${id}-${name}`, autoComplete: 'off' });
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        {[...parameters, ...queries].map((name) => (
          <Field key={name} {...field(name)} label={name} required={parameters.includes(name)} />
        ))}
        <Field {...field('token')} label="Access token" hint="Empty: the session of this browser." />
        {method !== 'GET' && <Field {...field('key')} label="Idempotency-Key" />}
      </div>
      {body !== null && (
        <AreaField
          {...field('body')}
          label="Body"
          rows={Math.min(14, body.split('\n').length + 1)}
          defaultValue={body}
          className="font-mono"
          spellCheck={false}
        />
      )}
    </>
  );
}

async function call({ method, path, parameters, queries, body }: TryItProps, said: (name: string) => string): Promise<Answer> {
  const address = parameters.reduce((so, name) => so.replace(`{${name}}`, encodeURIComponent(said(name))), path);
  const url = new URL(address, window.location.origin);
  for (const name of queries) if (said(name) !== '') url.searchParams.set(name, said(name));
  const headers: Record<string, string> = {};
  if (said('token') !== '') headers.authorization = `Bearer ${said('token')}`;
  if (said('key') !== '') headers['idempotency-key'] = said('key');
  if (body !== null) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(url, { method, headers, ...(body === null ? {} : { body: said('body') }) });
    return { status: `${response.status} ${response.statusText}`.trim(), text: pretty(await response.text()) };
  } catch {
    const text = 'The server could not be reached. Nothing is known about the request; ask again with the same key.';
    return { status: 'No answer', text };
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text.slice(0, 20_000);
  }
}
