// The shapes that the documentation names once and refers to from every door that answers them.
import { z } from 'zod';

export const components = z.registry<{ id: string; description: string }>();

export const refusalAnswer = z
  .object({
    error: z.object({
      code: z.string().describe('Kebab-case and stable: programs may rely on it.'),
      message: z.string().describe('One sentence for people; it may change.'),
      path: z.string().optional().describe('Where in the request the trouble is.'),
      facts: z.record(z.string(), z.string()).optional().describe('The numbers it was decided on.'),
      request_id: z.string().describe('Name it to us when you ask about this answer.'),
    }),
  })
  .register(components, { id: 'Refusal', description: 'Every answer that is not a success.' });
