// A worker of its own process that sends one payout and stops at a named point, so that it can be killed exactly there.
// Arguments: the payout, the provider's address, the point. What it says on its output is the point it has reached.
import { sendPayout } from '@/lib/payouts/send';
import { providerAt } from './provider-server';

const [id = '', url = '', point = ''] = process.argv.slice(2);
const bank = providerAt(url, 20_000);

const reach = async (name: string): Promise<void> => {
  process.stdout.write(`${name}\n`);
  if (name === point) await new Promise(() => setInterval(() => undefined, 1_000));
};

await reach('started');
await sendPayout(
  id,
  () => new Date(),
  () => ({
    ...bank,
    create: async (instruction, key) => {
      await reach('begun');
      const said = await bank.create(instruction, key);
      await reach('answered');
      return said;
    },
  }),
);
await reach('settled');
