// Files of tests follow each other in one process, since starting one and reading its libraries costs more than most files do. Each begins
// as if it were alone all the same: our own modules are read anew, and settings, clocks, doubles and the page are as they were at the start.
import { afterAll, vi } from 'vitest';

const KEPT = Symbol.for('tideline-settings-at-the-start');
const world = globalThis as { [KEPT]?: NodeJS.ProcessEnv };
const first = (world[KEPT] ??= { ...process.env });

// What vitest tells its workers changes from file to file and is its own.
for (const name of Object.keys(process.env)) if (!(name in first) && !name.startsWith('VITEST')) delete process.env[name];
for (const [name, value] of Object.entries(first)) if (!name.startsWith('VITEST')) process.env[name] = value;

vi.resetModules();

afterAll(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  if (typeof document === 'undefined') return;
  const { cleanup } = await import('@testing-library/react');
  cleanup();
  document.body.replaceChildren();
  window.localStorage.clear();
  window.sessionStorage.clear();
});
