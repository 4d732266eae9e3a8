// One trade by call: recorded and judged at once, the same ticket again answered as the first time.
import { door, preflight } from '@/lib/api/door-receive';
import { trade } from '@/lib/api/requests';
import { accept } from '@/lib/refusal';
import { RiskEngine, type TradeInput } from '@/lib/risk-engine';

export const POST = door({
  who: { staff: ['risk', 'admin'], service: true },
  body: trade,
  verb: async ({ client, body }) => accept(await new RiskEngine(client).checkTrade(body as unknown as TradeInput)),
});
export { preflight as OPTIONS };
