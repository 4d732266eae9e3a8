// What the office says of keys, settings and a changed history: which key may not go yet, who signed what, and that an alarm waits for words.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ChainPanel } from '@/components/audit/chain-panel';
import { KeyNotice } from '@/components/integrations/key-notice';
import { PublishSetting, SettingForm } from '@/components/settings/setting-form';
import { VersionList } from '@/components/settings/version-list';
import { SETTING_KEYS, settingLines, settingOf, writtenSetting } from '@/lib/settings/schema';
import { shownVersions } from '@/lib/settings/versions';
import { UNTOUCHED } from '@/lib/staff/form';

const nothing = () => Promise.resolve(UNTOUCHED);
const words = (page: React.ReactElement): string => renderToStaticMarkup(page).replace(/<[^>]+>/g, '');

test('keys: nothing while all is sealed with today’s, patience while it is sealed again, and a loss where the key is gone', () => {
  const counts = [
    { place: 'source-secrets', key_id: 'k1', total: 1 },
    { place: 'destinations', key_id: 'k1', total: 12 },
    { place: 'destinations', key_id: 'k2', total: 3 },
  ];
  expect(words(<KeyNotice counts={counts.slice(2)} current="k2" older={[]} />)).toBe('');
  expect(words(<KeyNotice counts={counts} current="k2" older={['k1']} />)).toMatch(
    /^1 signing secret, 12 payout destinations sealed under key k1, an older one.*keep the older key/,
  );
  expect(words(<KeyNotice counts={counts} current="k2" older={[]} />)).toMatch(/cannot be opened\. Put the key into CREDENTIALS_KEYS_OLD/);
});

test('settings: every one has a form that can be filled in, and older versions say who signed them', () => {
  for (const key of SETTING_KEYS) {
    const { fields, usual } = settingOf(key);
    const form = { setting: key, fields, inForce: writtenSetting(key, usual), refusedBecause: null, action: nothing };
    const page = renderToStaticMarkup(<SettingForm {...form} />);
    for (const { name } of fields) expect(page).toContain(`name="${name}"`);
  }
  const [a, b] = ['a', 'b'];
  const versions = [
    {
      key: 'retention',
      version: 2,
      value: { equity_marks_days: 60 },
      published_by: a,
      second_person: b,
      published_at: '2026-11-02T00:00:00Z',
    },
    { key: 'retention', version: 1, value: {}, published_by: null, second_person: null, published_at: '2026-11-01T00:00:00Z' },
  ];
  const list = (
    <VersionList of="retention" versions={shownVersions(versions, { a: 'Ada', b: 'Ben' }, (value) => settingLines('retention', value))} />
  );
  expect(words(list)).toMatch(/Version 2, in force.*signed by Ada and Ben.*days:60.*Version 1.*days:30/);
  expect(renderToStaticMarkup(list)).toContain('id="retention-version-1"');
  const change = [{ label: 'Days', old: '30', new: '60' }];
  const proposal = { setting: 'retention' as const, version: 3, changes: change, action: nothing };
  expect(words(<PublishSetting {...proposal} refusedBecause="You proposed it." />)).toMatch(
    /Days: 30 → 60.*Publish version 3.*You proposed it\./,
  );
});

test('a changed history stays red, also where the newest anchor agrees, until an admin has written why', () => {
  const anchor = {
    ...{ id: 3, up_to_event: 9, events: 9, streams: 1, head: 'x', places: ['file'], is_intact: true, first_bad: null },
    anchored_at: '2026-11-21T12:07:00Z',
  };
  const panel = { anchor, verified: undefined, checkHref: '/audit?check=1', explain: { refusedBecause: null, action: nothing } };
  expect(words(<ChainPanel {...panel} open={null} />)).toContain('Last anchored');
  const open = { anchor_id: 2, first_bad: { stream: 'staff:firm' }, anchored_at: '2026-11-21T11:07:00Z', since: '2026-11-21T10:07:00Z' };
  const page = renderToStaticMarkup(<ChainPanel {...panel} open={open} />);
  expect(page).toContain('data-kind="broken-chain"');
  expect(page).toMatch(/name="anchor_id"[^>]*value="2"/);
});
