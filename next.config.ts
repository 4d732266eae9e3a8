// What every response carries, and which packages stay outside the bundle.
// The content security policy is set in proxy.ts, because it needs a fresh nonce for every request.
import type { NextConfig } from 'next';

const headers = [
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'X-DNS-Prefetch-Control', value: 'off' },
];

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The gate answers a real 403 with `forbidden()` and app/forbidden.tsx.
  experimental: { authInterrupts: true },
  productionBrowserSourceMaps: false,
  serverExternalPackages: ['pg', 'graphile-worker', 'ws'],
  images: { remotePatterns: [] },
  headers: async () => [{ source: '/:path*', headers }],
};

export default nextConfig;
