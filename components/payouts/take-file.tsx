'use client';
// Takes a file away. The bytes are compared with their digest before they are saved, so that what lies on the desk is what was made.
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { announce } from '@/components/ui/toaster';

type Props = { id: string; fileName: string; sha256: string; isTaken: boolean; off: string | null };

export function TakeFile({ id, fileName, sha256, isTaken, off }: Props) {
  const router = useRouter();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  async function take() {
    setBusy(true);
    setTrouble(await save(`/payouts/files/${id}/take`, fileName, sha256));
    setBusy(false);
    router.refresh();
  }
  return (
    <div className="flex flex-col gap-2">
      {trouble && (
        <p role="alert" className="rounded-sm border border-critical bg-critical-soft px-3 py-2">
          {trouble}
        </p>
      )}
      <p className="text-label text-ink-2">
        {off ??
          (isTaken
            ? 'It was taken before. Handing it in twice may pay twice: take it again only where it was lost. Every taking is written down.'
            : 'Taking it sends what it carries on its way: from then on it is out of our hands.')}
      </p>
      <div>
        <Button variant={isTaken ? 'quiet' : 'primary'} onClick={() => void take()} disabled={off !== null || isBusy}>
          {isTaken ? 'Take the same file again' : 'Take the file'}
        </Button>
      </div>
    </div>
  );
}

/** Null when it was saved, else why not. */
async function save(path: string, fileName: string, sha256: string): Promise<string | null> {
  try {
    const answer = await fetch(path, { method: 'POST' });
    if (!answer.ok) return ((await answer.json()) as { message?: string }).message ?? 'The file could not be taken.';
    const bytes = await answer.arrayBuffer();
    const digest = await digestOf(bytes);
    if (digest !== null && digest !== sha256) return 'The bytes that arrived are not the file: nothing was saved. Take it again.';
    const url = URL.createObjectURL(new Blob([bytes], { type: 'text/csv' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: fileName });
    link.click();
    URL.revokeObjectURL(url);
    announce(digest === null ? `${fileName} is saved.` : `${fileName} is saved, and its digest agrees.`);
    return null;
  } catch {
    return 'The server did not answer. If the state above says that it was taken, take the same file again.';
  }
}

/** Only secure pages may compute one; elsewhere nothing is compared. */
async function digestOf(bytes: ArrayBuffer): Promise<string | null> {
  if (!('subtle' in crypto)) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
