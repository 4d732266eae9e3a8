// One call to a provider and what its answer means: a plain no is a no, a readable yes is a yes, and everything else leaves it open.
import { unknown, type Outcome } from '@/lib/payouts/providers/provider';

export interface ProviderApi {
  /** Never ends in a slash. */
  baseUrl: string;
  fetch: typeof fetch;
  timeoutMs: number;
}
export type Told = { ok: true; body: unknown } | { ok: false; status: number; body: unknown } | { open: string };

export async function ask(api: ProviderApi, path: string, init: RequestInit): Promise<Told> {
  try {
    const signal = AbortSignal.timeout(api.timeoutMs);
    const answer = await api.fetch(`${api.baseUrl}${path}`, { ...init, redirect: 'error', signal });
    const text = await answer.text();
    // A broken server may have broken after it did what it was asked.
    if (answer.status >= 500 || [401, 403, 408, 409, 425, 429].includes(answer.status))
      return { open: `the provider answered ${answer.status}` };
    const body: unknown = JSON.parse(text);
    return answer.ok ? { ok: true, body } : { ok: false, status: answer.status, body };
  } catch (error) {
    return { open: error instanceof Error ? error.message : String(error) };
  }
}

export const leftOpen = (told: Told): Outcome => unknown('open' in told ? told.open : 'the answer says nothing');
