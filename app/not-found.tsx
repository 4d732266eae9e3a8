// No such page, or not one this person may know of: both read the same.
import { SimulatedFunds } from '@/components/shell/banner';
import { LinkButton } from '@/components/ui/button';
import { Mark } from '@/components/shell/mark';

export default function NotFound() {
  return (
    <>
      <header>
        <SimulatedFunds />
      </header>
      <main className="mx-auto flex max-w-prose flex-col items-start gap-3 px-4 py-16">
        <Mark />
        <h1 className="text-title font-semibold">Not found</h1>
        <p className="text-ink-2">There is nothing at this address. Check the link, or start again.</p>
        <LinkButton href="/">To the start</LinkButton>
      </main>
    </>
  );
}
