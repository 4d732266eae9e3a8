// Reads the tree as the house test judges it: files, their imports, the world they touch, the size of their functions.
// TypeScript's own parser does the reading, so comments and strings that merely mention a name are no offence.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(__dirname, '../..');
const SKIPPED = new Set(['node_modules', '.next', '.data', '.git', 'public', 'samples', 'test-results', 'playwright-report']);
const GENERATED = new Set(['lib/db/types.ts', 'next-env.d.ts']);

const READS = new Set(['Math.random', 'Date.now', 'performance.now', 'process.env', 'crypto.randomUUID', 'crypto.getRandomValues']);
const CALLS = new Set(['fetch', 'randomUUID', 'randomBytes', 'randomInt', 'getRandomValues', 'parseFloat', 'Number']);

export interface Import {
  from: string;
  /** Path from the root without extension for our own files, the package's name otherwise. */
  target: string;
  typeOnly: boolean;
}
export interface Measured {
  name: string;
  line: number;
  lines: number;
  /** A test's frame: the callback of describe, test, beforeAll and the like. */
  isTestFrame: boolean;
}
export interface Source {
  path: string;
  text: string;
  lines: number;
  tree: ts.SourceFile | null;
  imports: Import[];
  /** Calls and reads of the world or of floating point, as `Date.now:12`. */
  marks: string[];
  functions: Measured[];
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** Every path of the tree from the root, with forward slashes. */
export const paths: string[] = walk(ROOT).map((path) => relative(ROOT, path).split('\\').join('/'));

export const sources: Source[] = paths
  .filter((path) => /\.(ts|tsx|mts|mjs|sql|css)$/.test(path) && !GENERATED.has(path))
  .map((path) => read(path));

export const code = sources.filter((source) => source.tree !== null);
export const migrations = sources.filter((source) => source.path.startsWith('supabase/migrations/'));

function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const lines = text.replace(/\n$/, '').split('\n').length;
  const source: Source = { path, text, lines, tree: null, imports: [], marks: [], functions: [] };
  if (!/\.(ts|tsx|mts|mjs)$/.test(path)) return source;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  source.tree = tree;
  visit(tree, tree, source);
  return source;
}

function visit(node: ts.Node, tree: ts.SourceFile, source: Source): void {
  const line = () => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) noteImport(node, source);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const first = node.arguments[0];
    if (first && ts.isStringLiteral(first)) source.imports.push(target(source.path, first.text, false));
  }
  const mark = worldly(node);
  if (mark) source.marks.push(`${mark}:${line()}`);
  if (ts.isFunctionLike(node) && 'body' in node && node.body) {
    const end = tree.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
    source.functions.push({ name: nameOf(node), line: line(), lines: end - line() + 1, isTestFrame: isTestFrame(node) });
  }
  ts.forEachChild(node, (child) => visit(child, tree, source));
}

function noteImport(node: ts.ImportDeclaration | ts.ExportDeclaration, source: Source): void {
  if (!node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) return;
  const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
  const named = clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : undefined;
  const eachIsType = named !== undefined && named.length > 0 && !clause?.name && named.every((element) => element.isTypeOnly);
  const typeOnly = ts.isExportDeclaration(node) ? node.isTypeOnly : clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || eachIsType;
  source.imports.push(target(source.path, node.moduleSpecifier.text, typeOnly));
}

function target(path: string, specifier: string, typeOnly: boolean): Import {
  const own = specifier.startsWith('@/') ? specifier.slice(2) : specifier.startsWith('.') ? posix.join(dirname(path), specifier) : null;
  return { from: path, target: (own ?? specifier).replace(/\.(ts|tsx|mjs)$/, ''), typeOnly };
}

/** The name of what touches the world or turns text into floating point; null for everything else. */
function worldly(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) {
    const name = `${node.expression.getText()}.${node.name.text}`.replace(/^globalThis\./, '');
    if (READS.has(name)) return name;
    if (['toFixed', 'parseFloat', 'toPrecision'].includes(node.name.text)) return node.name.text;
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()';
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    if (CALLS.has(node.expression.text)) return node.expression.text;
    if (node.expression.text === 'Date') return 'Date()';
  }
  return null;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : 'anonymous';
}

function isTestFrame(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node.parent) &&
    /^(describe|test|it|beforeAll|beforeEach|afterAll|afterEach)\b/.test(node.parent.expression.getText())
  );
}

export function median(values: number[], share = 0.5): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
