// Tailwind 4 is a PostCSS plugin; its tokens are named in tailwind.config.ts, which the stylesheet loads with @config.
const config = { plugins: { '@tailwindcss/postcss': {} } };

export default config;
