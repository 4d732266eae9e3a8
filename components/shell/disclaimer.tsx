// The firm's disclaimer, where traders arrive and beneath everything they read.

export function Disclaimer() {
  return (
    <p className="text-meta text-ink-3">
      All accounts are simulated. Nothing here is investment advice or an offer to trade real funds; results in a simulated account do not
      promise results elsewhere. The rules that were sold with an account decide over it. Take legal counsel before real funds are involved:
      what is allowed depends on where you live and trade.
    </p>
  );
}
