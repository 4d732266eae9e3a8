// One trade by call: recorded and judged at once, the same ticket again answered as the first time.
import { CHECK_TRADE } from '@/lib/api/contracts/accounts';
import { door, preflight } from '@/lib/api/door-receive';
import { accept } from '@/lib/refusal';
import { RiskEngine, type TradeInput } from '@/lib/risk-engine';

export const POST = door({
  ...CHECK_TRADE,
  verb: async ({ client, body }) => accept(await new RiskEngine(client).checkTrade(body as unknown as TradeInput)),
});
export { preflight as OPTIONS };
