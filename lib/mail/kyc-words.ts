// What every letter about an identity check knows of it. Why a provider or a person decided as they did stays in the office.
import { z } from 'zod';
import { link, text, type Field, type FieldValues } from '@/lib/mail/message';
import { firstName } from '@/lib/mail/words';

export const kycContext = z.object({ trader_name: z.string().nullable() });

export const kycFields: Record<string, Field> = { first_name: text('First name of the trader'), portal_link: link('Open your portal') };

export function sayKyc({ trader_name }: z.output<typeof kycContext>): FieldValues {
  return { first_name: firstName(trader_name), portal_link: '/portal' };
}

export const kycExample = { trader_name: 'Ada Example' };
