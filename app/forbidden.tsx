// 403, said plainly: the page exists and is somebody else's.
import { SimulatedFunds } from '@/components/shell/banner';
import { LinkButton } from '@/components/ui/button';
import { Mark } from '@/components/shell/mark';

export default function Forbidden() {
  return (
    <>
      <header>
        <SimulatedFunds />
      </header>
      <main className="mx-auto flex max-w-prose flex-col items-start gap-3 px-4 py-16">
        <Mark />
        <h1 className="text-title font-semibold">Not yours</h1>
        <p className="text-ink-2">Your role does not open this page. An admin can change what you may see.</p>
        <div className="flex gap-2">
          <LinkButton href="/">To the office</LinkButton>
          <LinkButton href="/portal">To the portal</LinkButton>
        </div>
      </main>
    </>
  );
}
