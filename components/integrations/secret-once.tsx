'use client';
// A secret that was just made: shown once, with a way to copy it, and gone with the next page.
import { useState } from 'react';
import { Button } from '@/components/ui/button';

export function SecretOnce({ secret, what }: { secret: string; what: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <div role="status" className="flex flex-col gap-2 rounded-sm border border-accent bg-accent-soft px-3 py-2">
      <p>{what} This is the only time it is shown: put it where the sender keeps its secrets, then leave this page.</p>
      <p className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 break-all" data-secret>
          {secret}
        </code>
        <Button size="small" onClick={() => void copy().catch(() => undefined)}>
          {isCopied ? 'Copied' : 'Copy the secret'}
        </Button>
      </p>
    </div>
  );
}
