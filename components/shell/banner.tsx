// Said on every page while no live payment provider is connected: nobody may take these figures for money.

export function SimulatedFunds() {
  return <p className="border-b border-line bg-sunken px-4 py-1 text-center text-label text-ink-2">Simulated funds: no money moves</p>;
}
