'use client';
// The reader's desk, handed to every list below it: the frame reads it once, so no page has to.
import { createContext, use, type ReactNode } from 'react';
import { EMPTY_DESK, type Desk } from '@/lib/lists/desk';
import type { FormAction } from '@/lib/staff/form';

export type DeskActions = { keepView: FormAction; forgetView: FormAction; keepColumns: FormAction };
type DeskProps = { desk: Desk; actions: DeskActions };

// Outside of the office, and in tests of a single table, a list stands as the house draws it.
const DeskContext = createContext<{ desk: Desk; actions: DeskActions | null }>({ desk: EMPTY_DESK, actions: null });

export function useDesk() {
  return use(DeskContext);
}

export function DeskProvider({ desk, actions, children }: DeskProps & { children: ReactNode }) {
  return <DeskContext value={{ desk, actions }}>{children}</DeskContext>;
}
