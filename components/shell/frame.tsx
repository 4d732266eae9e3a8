// The frame both sides of the house share: skip link, banner, navigation, and one main landmark.
import type { ReactNode } from 'react';
import { SimulatedFunds } from './banner';
import { SideNav, TopNav, type NavItem } from './office-nav';
import { SkipLink } from './skip-link';

export type FrameProps = {
  items: NavItem[];
  home: string;
  label: string;
  person: ReactNode;
  notice?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
};

export function Frame({ items, home, label, person, notice, tools, children }: FrameProps) {
  return (
    <div className="min-h-dvh lg:flex">
      <SkipLink />
      <SideNav items={items} home={home} label={label} foot={person} tools={tools} />
      <div className="min-w-0 flex-1">
        <header>
          <TopNav items={items} home={home} label={label} foot={person} tools={tools} />
          <SimulatedFunds />
          {notice}
        </header>
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-content px-4 py-4 outline-none sm:px-6 sm:py-5">
          {children}
        </main>
      </div>
    </div>
  );
}
