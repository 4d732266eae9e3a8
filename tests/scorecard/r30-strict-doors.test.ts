// R30, short: no door takes a field nobody named. Every column of the database is offered to every REST door as one more field and must be
// refused by name; every form's schema must be one that refuses, save those whose fields are named by data, which say why.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect } from 'vitest';
import { CONTRACTS } from '@/lib/api/contracts';
import { projectRoot } from '@/supabase/local/settings';
import { scoreRow } from './row';

/** Forms whose fields are not a fixed list, and who reads each field by name. */
const OPEN_FORMS: Record<string, string> = {
  'app/(office)/challenges/actions.ts adding': 'figures are read by the strict schema of a phase',
  'app/(office)/integrations/outbound/actions.ts listener': 'a ticked topic is a field; only known topics are kept',
  'app/(office)/rules/actions.ts editing': 'only fields the document itself has are written',
  'app/(office)/rules/market/actions.ts saving': 'a symbol is read field by field',
};
/** Doors whose body the engine reads itself, naming what is wrong in its own words. */
const OPEN_DOORS = ['POST /trades'];

const WRAPPERS: Record<string, number> = { staffAction: 1, publicAction: 0, traderAction: 0 };
const KEEPS_STRICT = new Set(['transform', 'refine', 'superRefine', 'omit', 'pick', 'partial', 'extend', 'check', 'describe']);

const filesIn = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

const parsed = new Map<string, ts.SourceFile>();
function parse(path: string): ts.SourceFile {
  const known = parsed.get(path);
  if (known) return known;
  const tree = ts.createSourceFile(path, readFileSync(join(projectRoot, path), 'utf8'), ts.ScriptTarget.Latest, true);
  parsed.set(path, tree);
  return tree;
}

/** What a name stands for, in its own file or the one it is imported from. */
function constant(name: string, tree: ts.SourceFile): { value: ts.Expression; tree: ts.SourceFile } | null {
  for (const statement of tree.statements.filter(ts.isVariableStatement)) {
    for (const one of statement.declarationList.declarations)
      if (one.name.getText(tree) === name && one.initializer) return { value: one.initializer, tree };
  }
  const names = (one: ts.ImportDeclaration): boolean => new RegExp(`[{,\\s]${name}[,}\\s]`).test(one.importClause?.getText(tree) ?? '');
  const from = tree.statements.filter(ts.isImportDeclaration).find(names);
  if (!from) return null;
  const said = (from.moduleSpecifier as ts.StringLiteral).text;
  const base = said.startsWith('@/') ? said.slice(2) : join(dirname(tree.fileName), said);
  return existsSync(join(projectRoot, `${base}.ts`)) ? constant(name, parse(`${base}.ts`)) : null;
}

const spelled = (node: ts.Node): string => node.getText().replace(/\s+/g, '');

function isStrict(value: ts.Expression, tree: ts.SourceFile): boolean {
  if (ts.isIdentifier(value)) {
    const found = constant(value.text, tree);
    return found !== null && isStrict(found.value, found.tree);
  }
  if (!ts.isCallExpression(value)) return false;
  const callee = value.expression;
  if (spelled(callee) === 'z.strictObject') return true;
  const [first] = value.arguments;
  const list = value.arguments.find(ts.isArrayLiteralExpression);
  if (/^z\.(discriminatedUnion|union)$/.test(spelled(callee))) return list?.elements.every((one) => isStrict(one, tree)) === true;
  if (spelled(callee) === 'z.preprocess' && first) return isStrict(value.arguments[1] ?? first, tree);
  return ts.isPropertyAccessExpression(callee) && KEEPS_STRICT.has(callee.name.text) && isStrict(callee.expression, tree);
}

/** The schema of every action: where it stands, what it is called, and whether it refuses what it does not know. */
function formsOf(tree: ts.SourceFile): { name: string; strict: boolean }[] {
  const found: { name: string; strict: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && WRAPPERS[node.expression.text] !== undefined) {
      const schema = node.arguments[WRAPPERS[node.expression.text] ?? 0];
      if (schema) found.push({ name: `${tree.fileName} ${schema.getText().slice(0, 40)}`, strict: isStrict(schema, tree) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Every name that is a column somewhere, as the migrations spell it. */
function columnNames(): string[] {
  const types =
    'uuid|text|bigint|int|integer|smallint|numeric|boolean|jsonb|timestamptz|date|bytea|inet|cidr|public\\.money_cents|money_cents';
  const wanted = new RegExp(`(?:^|[,(]|add column)\\s*([a-z_]+) (?:${types})\\b`, 'gm');
  const migrations = filesIn('supabase/migrations').map((path) => readFileSync(join(projectRoot, path), 'utf8'));
  const found = migrations.flatMap((text) => [...text.matchAll(wanted)]);
  return [...new Set(found.map(([, name = '']) => name))].sort();
}

scoreRow(
  {
    row: 'R30',
    what: 'every column name as one more field of every form and REST door',
    target: '0 fields taken that nobody named',
    short: {},
    full: {},
    faults: ['forms', 'REST doors', 'columns', 'fields refused'],
  },
  ({ met }) => {
    const files = filesIn('app')
      .filter((path) => /(actions|sign-out)\.ts$/.test(path))
      .sort();
    const forms = files.flatMap((path) => formsOf(parse(path)));
    met('forms', forms.length);
    expect(forms.filter(({ strict }) => !strict).map(({ name }) => name)).toEqual(Object.keys(OPEN_FORMS));
    const columns = columnNames();
    met('columns', columns.length);
    expect(columns).toEqual(
      expect.arrayContaining(['status', 'version', 'trader_id', 'approved_at', 'balance_cents', 'role', 'is_active']),
    );
    for (const { method, path, body } of CONTRACTS) {
      if (!body || OPEN_DOORS.includes(`${method} ${path}`)) continue;
      met('REST doors');
      for (const column of columns) {
        const issues = body.safeParse({ [column]: 'x' }).error?.issues ?? [];
        const unknown = issues.some((issue) => issue.code === 'unrecognized_keys' && issue.keys.includes(column));
        const declared = column in ((body as unknown as { shape?: object }).shape ?? {});
        expect([method, path, column, unknown]).toEqual([method, path, column, !declared]);
        if (unknown) met('fields refused');
      }
    }
  },
);
