'use client';
// Said on every page while no live payment provider is connected: nobody may take these figures for money. The root layout knows which it
// is; each frame says it inside its own landmarks, pages that failed included.
import { createContext, use, type ReactNode } from 'react';

const Simulated = createContext(false);

export function FundsProvider({ isSimulated, children }: { isSimulated: boolean; children: ReactNode }) {
  return <Simulated value={isSimulated}>{children}</Simulated>;
}

export function SimulatedFunds() {
  const isSimulated = use(Simulated);
  if (!isSimulated) return null;
  return <p className="border-b border-line bg-sunken px-4 py-1 text-center text-label text-ink-2">Simulated funds: no money moves</p>;
}
