'use client';
// Opens the browser's own print dialogue: from there it is paper, or a PDF.
import { Printer } from 'lucide-react';
import { Button } from '@/components/ui/button';

export function PrintButton() {
  return (
    <Button variant="primary" onClick={() => window.print()}>
      <Printer aria-hidden="true" className="size-3.5" />
      Print on A4
    </Button>
  );
}
