// Who a trader is: contact as the reader may see it, how they sign in, and where KYC stands.
import type { ReactNode } from 'react';
import { Definition } from '@/components/ui/definition';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { TraderRow } from '@/lib/traders/office-read';
import { AccessChip, KycChip } from './chips';

function portalWords(trader: TraderRow) {
  if (trader.has_signed_up) return 'signs in';
  if (trader.invited_at === null) return 'never signed in, not invited';
  return (
    <>
      invited <When at={trader.invited_at} mode="minute" />
    </>
  );
}

export function PersonPanel({ trader, masked, children }: { trader: TraderRow; masked: boolean; children: ReactNode }) {
  return (
    <Panel title="Contact">
      <Definition
        rows={[
          { term: 'Name', value: trader.full_name || 'not given' },
          {
            term: 'E-mail',
            value: (
              <>
                <span className="font-mono">{trader.email}</span>
                {masked && <span className="text-label text-ink-3"> masked for your role</span>}
              </>
            ),
          },
          { term: 'Country', value: trader.country ?? 'not given' },
          { term: 'Portal', value: portalWords(trader) },
          { term: 'Last login', value: <When at={trader.last_login_at} mode="minute" /> },
          { term: 'Joined', value: <When at={trader.created_at} mode="minute" /> },
          { term: 'KYC', value: <KycChip status={trader.kyc_status} /> },
          {
            term: 'Access',
            value: (
              <>
                <AccessChip access={trader.access} />
                {trader.disabled_reason && (
                  <p className="pt-1 text-ink-2">
                    {trader.disabled_reason} (<When at={trader.disabled_at} mode="minute" />)
                  </p>
                )}
              </>
            ),
          },
        ]}
      />
      {children}
    </Panel>
  );
}
