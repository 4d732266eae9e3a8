'use client';
// A piece of program to copy: the text itself, reachable by keyboard, and one button.
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';

export function CopyBlock({ title, text }: { title: string; text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Panel
      title={title}
      aside={
        <Button size="small" onClick={() => void copy().catch(() => undefined)}>
          {isCopied ? 'Copied' : 'Copy'}
          <span className="sr-only"> {title}</span>
        </Button>
      }
    >
      <pre
        tabIndex={0}
        role="region"
        aria-label={title}
        className="overflow-x-auto rounded-sm border border-line bg-sunken p-3 font-mono text-label"
      >
        {text}
      </pre>
    </Panel>
  );
}
