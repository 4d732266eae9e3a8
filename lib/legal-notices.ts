// The firm's legal notices, such as terms and privacy: where each stands, under which name. The setting `legal_notices` holds them; whatever
// is no https address is no notice, for it is shown to strangers as a link.
import { z } from 'zod';

export const LEGAL_NOTICES = 'legal_notices';

const httpsAddress = z
  .url({ protocol: /^https$/ })
  .max(500)
  .refine(
    (url) => URL.canParse(url) && new URL(url).username === '' && new URL(url).password === '',
    'An address without a name or password in it.',
  );

export const legalNotices = z.strictObject({
  notices: z.array(z.strictObject({ title: z.string().trim().min(3).max(80), url: httpsAddress })).max(10),
});
export type LegalNotice = z.infer<typeof legalNotices>['notices'][number];

/** The notices of a setting as it is kept; none where there is none, or where it cannot be read. */
export function noticesOf(value: unknown): LegalNotice[] {
  const read = legalNotices.safeParse(value);
  return read.success ? read.data.notices : [];
}
