'use client';
// The office's navigation: a column at the left, or a menu behind one button on a phone. It lists what the role may read; what it
// may not read is not there, and the gate refuses it anyway.
import { Menu } from 'lucide-react';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { useRef, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Mark } from './mark';

export type NavItem = { path: string; name: string };
type NavProps = { items: NavItem[]; home: string; label: string; foot: ReactNode; tools?: ReactNode };

const isCurrent = (path: string, shown: string) => (path === '/' ? shown === '/' : shown === path || shown.startsWith(`${path}/`));

export function SideNav({ items, home, label, foot, tools }: NavProps) {
  return (
    <aside className="sticky top-0 hidden h-dvh w-navigation shrink-0 flex-col gap-3 border-r border-line bg-surface px-3 py-3 lg:flex">
      <Link href={home} className="rounded-sm px-2" prefetch={false}>
        <Mark />
      </Link>
      {tools}
      <nav aria-label={label} className="flex-1 overflow-y-auto py-0.5">
        <NavList items={items} />
      </nav>
      {foot}
    </aside>
  );
}

export function TopNav({ items, home, label, foot, tools }: NavProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  return (
    <div className="flex items-center justify-between border-b border-line bg-surface px-4 py-2 lg:hidden">
      <Link href={home} className="rounded-sm py-1" prefetch={false}>
        <Mark />
      </Link>
      {tools && <div className="mr-2 ml-auto">{tools}</div>}
      <details
        ref={menu}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && menu.current) menu.current.open = false;
        }}
      >
        <summary className="flex size-9 list-none items-center justify-center rounded-sm border border-line-strong [&::-webkit-details-marker]:hidden">
          <Menu aria-hidden="true" className="size-4" />
          <span className="sr-only">Menu</span>
        </summary>
        <div className="absolute inset-x-0 z-30 mt-2 flex flex-col gap-4 border-y border-line bg-surface p-4">
          <nav aria-label={`${label}, menu`}>
            <NavList
              items={items}
              onChosen={() => {
                if (menu.current) menu.current.open = false;
              }}
            />
          </nav>
          {foot}
        </div>
      </details>
    </div>
  );
}

function NavList({ items, onChosen }: { items: NavItem[]; onChosen?: () => void }) {
  const shown = usePathname();
  return (
    <ul className="flex flex-col gap-0.5 lg:gap-0">
      {items.map((item) => {
        const current = isCurrent(item.path, shown);
        return (
          <li key={item.path}>
            <Link
              href={item.path}
              prefetch={false}
              onClick={onChosen}
              aria-current={current ? 'page' : undefined}
              className={cn(
                'flex h-8 items-center justify-between rounded-sm lg:h-[26px] px-2 text-form -outline-offset-2',
                current ? 'bg-accent-soft font-medium text-accent' : 'text-ink-2 hover:bg-sunken hover:text-ink',
              )}
            >
              {item.name}
              <Waiting />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** Pages are never served half ready, so the link itself says that its page is being fetched. */
function Waiting() {
  const { pending } = useLinkStatus();
  return <span aria-hidden="true" className={cn('size-1.5 rounded-full bg-accent', !pending && 'invisible')} />;
}
