'use client';
// A page that failed: the navigation stays, so the reader can go on elsewhere.
import { Trouble, type TroubleProps } from '@/components/shell/trouble';

export default function PageError(props: TroubleProps) {
  return <Trouble {...props} />;
}
