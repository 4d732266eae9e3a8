// The firm's legal notices for whoever arrives: a stranger has no session, so the setting is read by the service.
import { serviceClient } from '@/lib/db/clients';
import { LEGAL_NOTICES, noticesOf, type LegalNotice } from '@/lib/legal-notices';

/** Those of the newest published version; none while nothing was published. */
export async function readLegalNotices(): Promise<LegalNotice[]> {
  const { data, error } = await serviceClient()
    .from('settings')
    .select('value')
    .eq('key', LEGAL_NOTICES)
    .not('published_at', 'is', null)
    .order('version', { ascending: false })
    .limit(1)
    .maybeSingle();
  if (error) throw new Error(`The setting ${LEGAL_NOTICES} could not be read: ${error.message}`);
  return noticesOf(data?.value);
}
