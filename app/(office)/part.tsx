// One part of a page, read by itself: what fails is said in its own place, with its code, and everything around it stands.
import { unstable_rethrow } from 'next/navigation';
import type { ReactNode } from 'react';
import { ErrorState } from '@/components/ui/error-state';

/** `read` answers what is drawn. Going elsewhere, being refused and not being there are no failures: they pass through. */
export async function part(code: string, title: string, read: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await read();
  } catch (trouble) {
    unstable_rethrow(trouble);
    console.error(`${title}.`, trouble);
    return <ErrorState code={code} title={title} />;
  }
}
