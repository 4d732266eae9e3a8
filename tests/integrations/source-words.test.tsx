// What a source's page says of its figures, and of what came of sending a kept message in again.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { HeldPanel } from '@/components/integrations/held-panel';
import { errorText, retryText } from '@/components/integrations/source-words';
import type { HeldMessage, Source } from '@/lib/connections/read';
import { UNTOUCHED } from '@/lib/staff/form';

const figures = (messages: number, in_trouble: number, error_bps: number | null) =>
  errorText({ figures: { messages, in_trouble, error_bps } as Source['figures'] });

test('one message is one message', () => {
  expect([figures(0, 0, null), figures(1, 1, 10_000), figures(8, 1, 1_250)]).toEqual([
    'nothing came',
    '1 of 1 message (100 %)',
    '1 of 8 messages (12.5 %)',
  ]);
  expect([0, 1, 2].map(retryText)).toEqual([
    'every message was taken at once',
    '1 message took more than one try',
    '2 messages took more than one try',
  ]);
});

type Came = NonNullable<HeldMessage['last_deed']>['came'];

test('a message that was sent in again says what came of it', () => {
  const shown = (held: HeldMessage['held'], came: Came, deed = 'replayed') => {
    const row = { id: 'm', webhook_id: 'w', held, received_at: '2026-11-18T14:40:00Z', answer: null, last_error: null, is_open: false };
    const last_deed = { deed, reason: 'Try.', at: '2026-11-18T15:00:00Z', by: 'Ada', came };
    const rows = [{ ...row, bytes: 9, is_text: true, connection_slug: 's', last_deed }];
    return renderToStaticMarkup(<HeldPanel rows={rows} refusedBecause={null} action={async () => UNTOUCHED} />).replaceAll(/<[^>]+>/g, '');
  };
  const at = '2026-11-18T15:00:02Z';
  expect(shown('quarantined', null)).toContain('It has not gone in yet.');
  expect(shown('parked', null)).toContain('It still waits for its account.');
  expect(shown('quarantined', { state: 'received', held: null, status: null, at })).toContain('It went in and is not judged yet.');
  expect(shown('quarantined', { state: 'settled', held: null, status: 200, at })).toMatch(/Taken, answered 200, on 18 Nov/);
  expect(shown('refused', { state: 'rejected', held: 'rejected', status: 422, at })).toMatch(
    /Kept back again: it could not be read, answered 422, on/,
  );
  expect(shown('refused', null, 'set-aside')).not.toContain('gone in');
});
