// Legal notices are links strangers are shown: only https addresses, and none where the setting says nothing that can be read.
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { LegalLinks } from '@/components/shell/legal-links';
import { legalNotices, noticesOf } from '@/lib/legal-notices';

const of = (url: string) => ({ notices: [{ title: 'Terms', url }] });

test('a notice is a title with an https address, and nothing else is', () => {
  expect(noticesOf(of('https://firm.test/terms'))).toEqual([{ title: 'Terms', url: 'https://firm.test/terms' }]);
  for (const url of ['http://firm.test', 'javascript:alert(1)', '/terms', 'https://a:b@firm.test/', 'data:text/html,x', ''])
    expect(legalNotices.safeParse(of(url)).success).toBe(false);
  expect([noticesOf(undefined), noticesOf('terms'), noticesOf(of('http://x'))]).toEqual([[], [], []]);
});

test('each stands beneath the form under its name; a firm without any shows no list', () => {
  expect(renderToStaticMarkup(<LegalLinks notices={[{ title: 'Terms', url: 'https://firm.test/terms' }]} />)).toMatch(
    /aria-label="Legal notices".*href="https:\/\/firm\.test\/terms".*>Terms</,
  );
  expect(renderToStaticMarkup(<LegalLinks notices={[]} />)).toBe('');
});
