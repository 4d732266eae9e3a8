// Who may touch the world, and who may import whom, as data: the page ARCHITECTURE.md says it in words.
import { code, type Source } from './source';

const WORLDLY_NAMES = new Set([
  'read',
  'write',
  'receive',
  'settle',
  'replay',
  'scan',
  'send',
  'gate',
  'risk-engine',
  'batch-risk-processor',
]);

/** Files outside the list of names that belong to Next's request: they read its headers, nothing else. */
const REQUEST_BOUND = new Set(['lib/staff/action']);

export function withoutExtension(path: string): string {
  return path.replace(/\.(ts|tsx|mts|mjs)$/, '');
}

/** Files of lib whose name, or its last word (`door-receive`), says that they may read clocks, databases, the network. */
export function isWorldly(path: string): boolean {
  const bare = withoutExtension(path);
  if (/^lib\/(db|jobs)\//.test(bare) || bare === 'lib/env' || /\/providers\//.test(bare) || REQUEST_BOUND.has(bare)) return true;
  return [...WORLDLY_NAMES].some((name) => bare.endsWith(`/${name}`) || bare.endsWith(`-${name}`) || bare === `lib/${name}`);
}

export const isPure = (path: string) => path.startsWith('lib/') && !isWorldly(path);
export const isProduct = (path: string) => /^(app|components|lib)\//.test(path) || path === 'proxy.ts' || path === 'instrumentation.ts';

/** The service role passes row-level security by, so the files that hold it are few and named after what they do. */
const SERVICE_NAMES = /(^|[/-])(receive|settle|replay|scan|send|risk-engine|batch-risk-processor)$/;
export function mayUseService(path: string): boolean {
  return path.startsWith('lib/db/') || SERVICE_NAMES.test(withoutExtension(path));
}

const JUDGE_MAY_IMPORT = /^(lib\/rules\/|lib\/(money|day|decimal|refusal)$|zod$)/;
const WORLD_PACKAGES =
  /^(pg|resend|ws|@supabase\/|graphile-worker|next(\/|$)|server-only$|node:(fs|net|http|https|child_process|dns|tls|dgram|worker_threads|os|timers)|node:process)/;

/** Every import that goes the wrong way, as a sentence. */
export function wrongImports(): string[] {
  return code.filter(({ path }) => isProduct(path)).flatMap((source) => source.imports.flatMap((one) => judgeImport(source, one)));
}

function judgeImport({ path }: Source, { target, typeOnly }: Source['imports'][number]): string[] {
  const wrong = (why: string) => [`${path} imports ${target}: ${why}`];
  if (/^(supabase|tests)\//.test(target)) return wrong('product code knows neither the embedded stack nor the tests');
  if (target.startsWith('app/') && !path.startsWith('app/')) return wrong('nobody imports a door');
  if (target.startsWith('components/') && !/^(app|components)\//.test(path)) return wrong('only app imports components');
  if (path.startsWith('components/') && target.startsWith('lib/') && !typeOnly && !isPure(`${target}.ts`))
    return wrong('furniture takes types and pure files only');
  if (path.startsWith('components/') && /^(pg|resend|@supabase\/|graphile-worker)/.test(target)) return wrong('furniture fetches nothing');
  if (path.startsWith('lib/rules/') && !JUDGE_MAY_IMPORT.test(target) && !typeOnly)
    return wrong('the judge imports money, day, decimal and zod only');
  if (path.startsWith('lib/') && target === 'server-only') return wrong('lib also runs outside Next');
  if (isPure(path) && !typeOnly && target.startsWith('lib/') && isWorldly(`${target}.ts`))
    return wrong('a pure file imports pure files only');
  if (isPure(path) && !typeOnly && WORLD_PACKAGES.test(target)) return wrong('a pure file knows no network, database or disk');
  if (path.startsWith('app/') && target === 'lib/db/pool') return wrong('doors call verbs, not the pool');
  return [];
}
