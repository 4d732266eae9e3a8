'use client';
// Ctrl+K: a login, a name, a mail, an address or a page, found and opened without a mouse. Pages are known here, everything else is asked of
// the server, which answers as much as the asker's role may read.
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import type { SearchHit } from '@/lib/search/answer';
import { OPEN_PALETTE } from './palette-button';
import { useSearch, type Found } from './use-search';

type PalettePage = { path: string; name: string; question?: string };

const KINDS: Record<SearchHit['kind'], string> = { line: 'Addresses', account: 'Accounts', trader: 'Traders' };
const ITEM =
  'flex cursor-pointer flex-wrap items-baseline gap-x-3 rounded-sm px-2 py-1.5 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent';
const HEADING =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:text-label [&_[cmdk-group-heading]]:text-ink-3';

export function Palette({ pages }: { pages: PalettePage[] }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      // Another dialog has the floor; two at once would leave one behind the other.
      if (document.querySelector('dialog[open]:not([data-palette])')) return;
      event.preventDefault();
      setOpen((is) => !is);
    };
    const asked = () => setOpen(true);
    window.addEventListener('keydown', pressed);
    window.addEventListener(OPEN_PALETTE, asked);
    return () => {
      window.removeEventListener('keydown', pressed);
      window.removeEventListener(OPEN_PALETTE, asked);
    };
  }, []);
  return (
    <Dialog open={open} onClose={() => setOpen(false)} title="Go to" data-palette="" className="mt-[10vh]">
      <Finder pages={pages} onChosen={() => setOpen(false)} />
    </Dialog>
  );
}

function Finder({ pages, onChosen }: { pages: PalettePage[]; onChosen: () => void }) {
  const router = useRouter();
  const [text, setText] = useState('');
  const { found, ask } = useSearch();
  const go = (href: string) => {
    onChosen();
    router.push(href);
  };
  const words = text.trim().toLowerCase();
  const fitting = pages.filter((page) => `${page.name} ${page.question ?? ''}`.toLowerCase().includes(words));
  const hits = found.state === 'found' ? found.hits : [];
  return (
    <Command label="Go to" shouldFilter={false} loop className="flex flex-col gap-2">
      <Command.Input
        data-autofocus=""
        value={text}
        placeholder="Login, trader, e-mail, address or page"
        onValueChange={(next) => {
          setText(next);
          ask(next);
        }}
        className="h-9 w-full rounded-sm border border-line-strong bg-surface px-2.5 text-form text-ink placeholder:text-ink-3"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto">
        {(Object.keys(KINDS) as SearchHit['kind'][]).map((kind) => {
          const ofKind = hits.filter((hit) => hit.kind === kind);
          if (ofKind.length === 0) return null;
          return (
            <Command.Group key={kind} heading={KINDS[kind]} className={HEADING}>
              {ofKind.map((hit) => (
                <Command.Item key={hit.id} value={`${kind} ${hit.id}`} onSelect={() => go(hit.href)} className={ITEM}>
                  <span className={kind === 'trader' ? 'font-medium' : 'font-mono font-medium'}>{hit.title}</span>
                  <span className="text-label text-ink-2">{hit.note}</span>
                </Command.Item>
              ))}
            </Command.Group>
          );
        })}
        {fitting.length > 0 && (
          <Command.Group heading="Pages" className={HEADING}>
            {fitting.map((page) => (
              <Command.Item key={page.path} value={`page ${page.path}`} onSelect={() => go(page.path)} className={ITEM}>
                <span className="font-medium">{page.name}</span>
                {page.question && <span className="text-label text-ink-2">{page.question}</span>}
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
      <p role="status" className="text-label text-ink-2">
        {told(found, words, fitting.length)}
      </p>
    </Command>
  );
}

function told(found: Found, words: string, pages: number): string {
  if (found.state === 'asking') return 'Looking…';
  if (found.state === 'failed') return 'The search did not answer. Pages can still be opened; type again to retry.';
  if (found.state === 'idle')
    return words === '' ? 'Type at least two signs. Enter opens, Esc closes.' : 'One more sign finds accounts and traders too.';
  if (found.hits.length === 0 && pages === 0) return `Nothing you may read is called “${words}”.`;
  return found.hits.length === 0 ? 'No account, trader or address is called so.' : 'Arrows choose, Enter opens.';
}
