// Keeps the house as its plan says: directions, purity, sizes, money, SQL that defends itself, doors that are locked, pages that are true.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { isProduct, isPure, mayUseService, withoutExtension, wrongImports } from './house/layers';
import { cronStatements } from '@/lib/jobs/scheduled';
import { parsed, PITFALLS } from './house/pitfalls';
import { ROOT, code, median, migrations, paths, sources, type Source } from './house/source';

const IMPURE = /^(Date\.now|new Date\(\)|Date\(\)|Math\.random|performance\.now|process\.env|fetch|random|crypto\.|getRandomValues)/;
const inFolder = (folder: string) => code.filter(({ path }) => path.startsWith(folder));
const marked = (files: Source[], wanted: RegExp) =>
  files.flatMap(({ path, marks }) => marks.filter((mark) => wanted.test(mark)).map((mark) => `${path} ${mark}`));
const sql = migrations.map(({ text }) => text.replace(/--[^\n]*/g, '')).join('\n');

describe('layers', () => {
  test('nobody imports against the direction', () => expect(wrongImports()).toEqual([]));

  test('pure files touch no clock, chance, environment or network', () => {
    expect(
      marked(
        code.filter(({ path }) => isPure(path)),
        IMPURE,
      ),
    ).toEqual([]);
  });

  test('the environment is read in lib/env.ts only', () => {
    expect(
      marked(
        code.filter(({ path }) => isProduct(path) && path !== 'lib/env.ts'),
        /^process\.env/,
      ),
    ).toEqual([]);
  });

  test('the service role is held by receive, settle, replay, scan, send and the engine only', () => {
    const holders = code.filter(({ path, text }) => isProduct(path) && /\bserviceClient\b/.test(text)).map(({ path }) => path);
    expect(holders.filter((path) => !mayUseService(path))).toEqual([]);
  });
});

describe('money', () => {
  test('no floating text of numbers outside money and decimal', () => {
    const files = code.filter(({ path }) => isProduct(path) && !['lib/money.ts', 'lib/decimal.ts'].includes(path));
    expect(marked(files, /^(parseFloat|toFixed|toPrecision)/)).toEqual([]);
  });

  test('the judge, the payouts and the fold never call Number()', () => {
    expect(marked([...inFolder('lib/rules/'), ...inFolder('lib/payouts/')], /^Number:/)).toEqual([]);
  });
});

describe('rules', () => {
  const rules = inFolder('lib/rules/').filter(({ text }) => /^export const \w+: (Rule|RuleDefinition)\b/m.test(text));
  const register = code.find(({ path }) => path === 'lib/rules/register.ts');
  const tests = paths.filter((path) => path.startsWith('tests/rules/'));

  test('there are rules', () => expect(rules.length).toBeGreaterThanOrEqual(3));

  test.each(rules.map(({ path }) => path))('%s is registered under its own name and tested', (path) => {
    const name = withoutExtension(path).split('/').at(-1) ?? '';
    expect(register?.imports.map(({ target }) => target)).toContain(withoutExtension(path));
    expect(sources.find((source) => source.path === path)?.text).toContain(`code: '${name}'`);
    expect(tests.some((test) => test.startsWith(`tests/rules/${name}`))).toBe(true);
  });
});

describe('form', () => {
  test('a file has at most 250 lines', () => {
    expect(sources.filter(({ lines }) => lines > 250).map(({ path, lines }) => `${path} ${lines}`)).toEqual([]);
    const product = sources.filter(({ path }) => isProduct(path)).map(({ lines }) => lines);
    console.log(
      `product files ${product.length}, median ${median(product)} lines, p90 ${median(product, 0.9)}, longest ${Math.max(...product)}`,
    );
  });

  test('a function has at most 70 lines', () => {
    const long = code.flatMap(({ path, functions }) =>
      functions.filter((one) => one.lines > 70 && !one.isTestFrame).map((one) => `${path}:${one.line} ${one.name} ${one.lines}`),
    );
    expect(long).toEqual([]);
  });

  test('a file opens by saying what it is about', () => {
    const silent = sources.filter(
      ({ path, text }) =>
        !/^(#![^\n]*\n)?(['"]use (client|server)['"];?\s*\n+)?\s*(\/\/|\/\*|--|\{\/\*)/.test(text) && !path.endsWith('.d.ts'),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test('nothing is postponed, silenced or skipped', () => {
    const own = /^tests\/house/;
    const words = /\b(TODO|FIXME|XXX)\b|eslint-disable|@ts-(ignore|expect-error|nocheck)|\b(describe|test|it)\.(skip|only|todo)\b/;
    expect(sources.filter(({ path, text }) => !own.test(path) && words.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('names are kebab-case and none is a drawer for everything', () => {
    const files = code.map(({ path }) => path.split('/').at(-1) ?? '').filter((name) => !/^(\[|\.)/.test(name));
    expect(
      files.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|bench|full|config|d|client))*\.(ts|tsx|mts|mjs)$/.test(name)),
    ).toEqual([]);
    expect(paths.filter((path) => isProduct(path) && /(^|\/)(utils|helpers|common|manager)(\/|\.|-)/.test(path))).toEqual([]);
  });

  test('nothing is made for the use of others that no other file uses', () => {
    const words = new Map<string, number>();
    for (const { text } of code) for (const word of new Set(text.match(/[\w$]+/g))) words.set(word, (words.get(word) ?? 0) + 1);
    const offered = code
      .filter(({ path }) => /^(lib|components)\//.test(path) && path !== 'lib/db/types.ts')
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^export (?:async )?(?:function\*?|const|class|type|interface) (\w+)/gm)].map(([, name = '']) => ({
          path,
          name,
        })),
      );
    expect(offered.filter(({ name }) => (words.get(name) ?? 0) < 2).map(({ path, name }) => `${path} ${name}`)).toEqual([]);
  });

  test('only Next has default exports', () => {
    const own = /^(lib|components)\//;
    expect(code.filter(({ path, text }) => own.test(path) && /^export default\b/m.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('SQL', () => {
  const tables = [...sql.matchAll(/create table (?:if not exists )?((?:public|private)\.\w+)\b(?!\s+partition of)/gi)].map(
    (found) => found[1] ?? '',
  );
  const functions = [...sql.matchAll(/create (?:or replace )?function ((?:public|private)\.\w+)\s*\(([\s\S]*?)\bas\s+(\$\w*\$)/gi)];

  test('there are tables and functions to look at', () => expect(Math.min(tables.length, functions.length)).toBeGreaterThan(10));

  test('row-level security is on for every table, and every table has a comment', () => {
    expect(tables.filter((table) => !new RegExp(`alter table (?:only )?${table}\\s+enable row level security`, 'i').test(sql))).toEqual([]);
    expect(tables.filter((table) => !new RegExp(`comment on table ${table}\\s+is`, 'i').test(sql))).toEqual([]);
  });

  test('no function is executable by public: the default is taken away before the first one is made, for all schemas at once', () => {
    const revoked = sql.search(/alter default privileges revoke (?:all|execute) on (?:functions|routines) from (?:[a-z_, ]+, )?public\b/i);
    expect(revoked).toBeGreaterThanOrEqual(0);
    expect(revoked).toBeLessThan(sql.search(/create (?:or replace )?function/i));
    expect(sql).not.toMatch(/grant (?:all|execute)[^;]*on [^;]*to [^;]*\bpublic\b\s*[;,]/i);
  });

  test('every function has an empty search path', () => {
    expect(functions.filter(([, , head = '']) => !/set search_path\s*(=|to)\s*''/i.test(head)).map(([, name]) => name)).toEqual([]);
  });
});

describe('doors', () => {
  const WRAPPERS = new Set(['publicAction', 'staffAction', 'traderAction']);

  test('a server action is made by a wrapper and by nothing else', () => {
    expect(code.filter(({ text }) => /['"]use server['"]/.test(text)).flatMap(bareActions)).toEqual([]);
  });

  /** Exports that are neither made by a wrapper nor hand their form straight on to something that is. */
  function bareActions({ path, tree, text }: Source): string[] {
    if (!tree || !isProduct(path)) return [];
    if (!/^['"]use server['"]/.test(text)) return [`${path}: an action inside a function`];
    const consts = tree.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations]);
    const made = new Set(consts.filter(({ initializer }) => isWrapped(initializer)).map(({ name }) => name.getText(tree)));
    const borrowed = /import \{([^}]*)\} from '[^']*\/actions';/g;
    for (const [, names = ''] of text.matchAll(borrowed)) names.split(',').forEach((name) => made.add(name.trim()));
    return tree.statements.filter(isExported).flatMap((statement) => {
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return [];
      if (ts.isFunctionDeclaration(statement) && made.has(handsOnTo(statement) ?? '')) return [];
      if (ts.isVariableStatement(statement) && statement.declarationList.declarations.every(({ initializer }) => isWrapped(initializer)))
        return [];
      return [`${path}: ${statement.getText(tree).slice(0, 60)}`];
    });
  }

  function isExported(statement: ts.Statement): boolean {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? ts.isExportDeclaration(statement);
  }

  /** The one function a body calls, when calling it is all that the body does. */
  function handsOnTo({ body }: ts.FunctionDeclaration): string | null {
    const only = body?.statements.length === 1 ? body.statements[0] : undefined;
    const value = only && (ts.isReturnStatement(only) || ts.isExpressionStatement(only)) ? only.expression : undefined;
    const call = value && ts.isAwaitExpression(value) ? value.expression : value;
    return call && ts.isCallExpression(call) ? call.expression.getText() : null;
  }

  function isWrapped(value: ts.Expression | undefined): boolean {
    return value !== undefined && ts.isCallExpression(value) && ts.isIdentifier(value.expression) && WRAPPERS.has(value.expression.text);
  }

  /** Doors without a person behind them: how each knows its caller. */
  const DECLARED: Record<string, RegExp> = {
    'app/api/health/route.ts': /health/,
    'app/api/cron/[job]/route.ts': /carriesCronSecret/,
    'app/api/webhooks/[source]/route.ts': /receive|signature/i,
    'app/api/unsubscribe/route.ts': /readUnsubscribeToken/,
    // It only says where the stream is, which asks.
    'app/api/v1/ws/[account_id]/route.ts': /308/,
    // The documentation says nothing about anybody.
    'app/api/v1/openapi.json/route.ts': /apiDocument/,
  };
  const gated = /\b(requireStaff|requireTrader|requireActor|currentActor|callerOf)\b/;
  const doors = code.filter(({ path }) => /^app\/(\(office\)|\(trader\)|api)\/(.*\/)?(page|route)\.tsx?$/.test(path));

  test.each(doors.map(({ path }) => path))('%s asks the gate, itself or in the verb it calls, or is declared', (path) => {
    const door = sources.find((source) => source.path === path);
    const verbs = code.filter((source) =>
      door?.imports.some(({ target, typeOnly }) => !typeOnly && target === withoutExtension(source.path)),
    );
    const asked = [door, ...verbs.filter((verb) => verb.path.startsWith('lib/'))].map((source) => source?.text ?? '');
    expect(asked.some((text) => (DECLARED[path] ?? gated).test(text))).toBe(true);
  });
});

describe('pitfalls', () => {
  const trees = code.flatMap(({ path, tree }) => (isProduct(path) && tree ? [tree] : []));

  test.each(Object.entries(PITFALLS))('%s', (_rule, { find, seen, passed }) => {
    expect(trees.flatMap(find)).toEqual([]);
    for (const [text, faults] of seen) expect([text, find(parsed(text)).length]).toEqual([text, faults]);
    for (const text of passed) expect([text, find(parsed(text))]).toEqual([text, []]);
  });
});

describe('documents', () => {
  const TOP = /^(app|lib|components|supabase|tests|public)\//;

  test('the README names every job a scheduler outside has to call, and when', () => {
    const said = readFileSync(join(ROOT, 'README.md'), 'utf8').match(/^ *select cron\.schedule\(.*$/gm) ?? [];
    expect(said.map((line) => line.trim())).toEqual(cronStatements());
  });

  test.each(['README.md', 'ARCHITECTURE.md'])('every path named in %s exists', (page) => {
    const words = readFileSync(join(ROOT, page), 'utf8');
    const named = [...words.matchAll(/`([^`\s]+)`/g)].map((found) => (found[1] ?? '').replace(/[,.;:]$/, ''));
    const ours = named.filter((path) => TOP.test(path) && !/[*<>{}…]/.test(path));
    expect(ours.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
