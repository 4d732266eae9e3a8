// The way to take a page's rows out as a file, named alike on every page.
import { Download } from 'lucide-react';
import { LinkButton } from '@/components/ui/button';

export function CsvLink({ href }: { href: string }) {
  return (
    <LinkButton href={href} prefetch={false}>
      <Download aria-hidden="true" className="size-3.5" />
      CSV
    </LinkButton>
  );
}
