// The API as people read it: every door with who may, what it takes, answers and refuses, drawn from the document that programs read.
import type { Metadata } from 'next';
import { Fields } from '@/components/docs/fields';
import { Operation } from '@/components/docs/operation';
import { CopyBlock } from '@/components/integrations/copy-block';
import { SimulatedFunds } from '@/components/shell/banner';
import { Mark } from '@/components/shell/mark';
import { SkipLink } from '@/components/shell/skip-link';
import { Panel } from '@/components/ui/panel';
import { apiDocument } from '@/lib/api/document';
import { shellExample } from '@/lib/connections/sender-example';
import { SCHEDULED } from '@/lib/jobs/scheduled';
import { doorGroups, namedShapes, type DoorView } from '@/lib/api/door-view';

export const metadata: Metadata = { title: 'API' };

const slug = (name: string): string => name.toLowerCase().replaceAll(' ', '-');
const TO_US = 'Webhooks to us';
const EXAMPLE = {
  url: 'https://YOUR-HOST/api/webhooks/your-source',
  secret: 'whsec_PASTE_THE_SECRET_HERE',
  account: { platform: 'mt5', server: 'Your-Server', login: '85003439' },
};
/** What is called by schedulers and senders, or by us, is not tried from a page. */
const NOT_TRIED = [TO_US, 'Webhooks to you', 'Running'];

function trialOf(door: DoorView) {
  if (NOT_TRIED.includes(door.group)) return null;
  const { id, method, path, inPath, inQuery, example } = door;
  return { id, method, path, parameters: inPath, queries: inQuery, body: example };
}

export default function DocsPage() {
  const document = apiDocument(SCHEDULED);
  const groups = doorGroups(document);
  return (
    <>
      <SkipLink />
      <header>
        <SimulatedFunds />
      </header>
      <div className="mx-auto grid w-full max-w-content gap-6 px-4 py-6 lg:grid-cols-[200px_minmax(0,1fr)]">
        <nav aria-label="Groups" className="flex flex-col gap-3 lg:sticky lg:top-6 lg:self-start">
          <Mark />
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-body lg:flex-col">
            {[...groups.map(({ name }) => name), 'Shapes'].map((name) => (
              <li key={name}>
                <a href={`#${slug(name)}`} className="text-ink-2 hover:text-ink hover:underline">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main id="main" className="flex min-w-0 flex-col gap-6">
          <Introduction />
          {groups.map(({ name, doors }) => (
            <Panel key={name} id={slug(name)} title={name} flush>
              {doors.map((door) => (
                <Operation key={door.id} door={door} trial={trialOf(door)} />
              ))}
              {name === TO_US && (
                <div className="border-t border-line p-4">
                  <CopyBlock title="A signed message, in a shell with curl and openssl" text={shellExample(EXAMPLE)} />
                </div>
              )}
            </Panel>
          ))}
          <Panel id="shapes" title="Shapes">
            <div className="flex flex-col gap-6">
              {namedShapes(document).map(({ name, words, rows }) => (
                <Fields key={name} caption={`${name}. ${words}`} rows={rows} />
              ))}
            </div>
          </Panel>
        </main>
      </div>
    </>
  );
}

function Introduction() {
  return (
    <header className="flex flex-col gap-2">
      <h1 className="text-title font-semibold">API</h1>
      <p className="max-w-prose text-body text-ink-2">
        Everything a program may ask of the firm, as JSON. Sign in for an access token and send it as <code>Authorization: Bearer …</code>;
        a page of our own may use its session. Lists answer <code>items</code> and <code>next_cursor</code>. A refusal always has a code,
        one sentence and the name of the request.
      </p>
      <p className="max-w-prose text-body text-ink-2">
        Writing doors take an <code>Idempotency-Key</code>: with the same key a request is done once, however often it is sent. Each caller
        has 300 reads and 60 writes a minute.
      </p>
      <p className="text-body">
        <a href="/api/v1/openapi.json" className="text-accent underline">
          The same as OpenAPI 3.1
        </a>
      </p>
    </header>
  );
}
