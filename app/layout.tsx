// The root of every page: fonts from this host, the theme before the first paint, and the reader's choice of clock and row height.
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { FundsProvider } from '@/components/shell/banner';
import { DENSITY_COOKIE, densityOf } from '@/components/ui/density-mode';
import { ThemeProvider } from '@/components/ui/theme-provider';
import { Toaster } from '@/components/ui/toaster';
import { ZONE_COOKIE, zoneModeOf } from '@/components/ui/zone-mode';
import { ZoneProvider } from '@/components/ui/zone';
import { isLive } from '@/lib/payouts/providers/choose';

export const metadata: Metadata = {
  title: { default: 'Tideline', template: '%s · Tideline' },
  description: 'The back office of a prop-trading firm.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#F5F6F3' },
    { media: '(prefers-color-scheme: dark)', color: '#0D1311' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading the request here makes every page dynamic, which the nonce needs and a live office wants.
  const [asked, jar] = await Promise.all([headers(), cookies()]);
  // Where the keys cannot be read nothing is promised: "no money moves" may only be said when it is so.
  const isSimulated = await isLive().then(
    (live) => !live,
    (trouble: unknown) => {
      console.error('Whether money moves could not be read.', trouble);
      return false;
    },
  );
  return (
    <html lang="en" data-density={densityOf(jar.get(DENSITY_COOKIE)?.value)} suppressHydrationWarning>
      <body>
        <ThemeProvider nonce={asked.get('x-nonce') ?? undefined}>
          <ZoneProvider initial={zoneModeOf(jar.get(ZONE_COOKIE)?.value)} year={new Date().getUTCFullYear()}>
            <FundsProvider isSimulated={isSimulated}>
              <NuqsAdapter>{children}</NuqsAdapter>
            </FundsProvider>
          </ZoneProvider>
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  );
}
