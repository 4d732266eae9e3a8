'use client';
// The last net for a page outside the office and the portal.
import { SimulatedFunds } from '@/components/shell/banner';
import { Trouble, type TroubleProps } from '@/components/shell/trouble';

export default function RootError(props: TroubleProps) {
  return (
    <>
      <header>
        <SimulatedFunds />
      </header>
      <main className="mx-auto max-w-prose px-4 py-16">
        <Trouble {...props} />
      </main>
    </>
  );
}
