// Names the design tokens for Tailwind. The values live once, as CSS variables in app/globals.css, so that the
// dark theme is one class on the root element and no component ever names a colour twice.
import type { Config } from 'tailwindcss';

const token = (name: string) => `var(--${name})`;

const config: Config = {
  content: [],
  darkMode: 'class',
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      inherit: 'inherit',
      white: '#ffffff',
      canvas: token('canvas'),
      surface: token('surface'),
      sunken: token('sunken'),
      line: { DEFAULT: token('line'), strong: token('line-strong') },
      ink: { DEFAULT: token('ink'), 2: token('ink-2'), 3: token('ink-3') },
      accent: { DEFAULT: token('accent'), soft: token('accent-soft'), on: token('on-accent') },
      safe: { DEFAULT: token('safe'), soft: token('safe-soft') },
      caution: { DEFAULT: token('caution'), soft: token('caution-soft') },
      critical: { DEFAULT: token('critical'), soft: token('critical-soft') },
      violated: { DEFAULT: token('violated'), soft: token('violated-soft'), fill: token('violated-fill') },
    },
    fontFamily: {
      sans: ['Inter Variable', 'system-ui', 'sans-serif'],
      mono: ['JetBrains Mono Variable', 'ui-monospace', 'monospace'],
    },
    fontSize: {
      meta: ['11px', '16px'],
      label: ['12px', '16px'],
      body: ['13px', '20px'],
      form: ['14px', '20px'],
      section: ['16px', '24px'],
      title: ['20px', '28px'],
      figure: ['28px', '32px'],
    },
    fontWeight: { normal: '400', medium: '500', semibold: '600' },
    borderRadius: { none: '0', sm: '3px', DEFAULT: '3px', md: '5px', full: '9999px' },
    extend: {
      maxWidth: { content: '1600px', form: '400px', prose: '640px' },
      width: { navigation: '200px' },
    },
  },
};

export default config;
