// Faults that nothing but the running page or the answer of a database would show, found in the text: siblings of one key, and a query that
// names alternatives twice.
import ts from 'typescript';

export const parsed = (text: string): ts.SourceFile => ts.createSourceFile('x.tsx', text, ts.ScriptTarget.Latest, true);

const descend = (node: ts.Node, look: (node: ts.Node) => void): void => {
  look(node);
  ts.forEachChild(node, (child) => descend(child, look));
};
const lineOf = (node: ts.Node): number => {
  const tree = node.getSourceFile();
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
};

/** Siblings that React would take for each other: of one parent, in places of their own, under one key. Lists made by a loop are not compared. */
function twinKeys(tree: ts.SourceFile): string[] {
  const twins: string[] = [];
  if (!tree.text.includes(' key=')) return twins;
  descend(tree, (node) => {
    const places = ts.isJsxElement(node) || ts.isJsxFragment(node) ? node.children : ts.isArrayLiteralExpression(node) ? node.elements : [];
    const seen = new Set<string>();
    for (const place of places) {
      const keys = keysAt(place);
      twins.push(...[...keys].filter((key) => seen.has(key)).map((key) => `${tree.fileName}:${lineOf(place)} key ${key}`));
      keys.forEach((key) => seen.add(key));
    }
  });
  return twins;
}

/** The keys that may stand at one place: of a choice between two only one is there, so they may share theirs. */
function keysAt(node: ts.Node): Set<string> {
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) return node.expression ? keysAt(node.expression) : new Set();
  if (ts.isConditionalExpression(node)) return new Set([...keysAt(node.whenTrue), ...keysAt(node.whenFalse)]);
  if (ts.isBinaryExpression(node)) return new Set([...keysAt(node.left), ...keysAt(node.right)]);
  const opening = ts.isJsxElement(node) ? node.openingElement : ts.isJsxSelfClosingElement(node) ? node : null;
  const key = opening?.attributes.properties.find((one) => ts.isJsxAttribute(one) && one.name.getText() === 'key');
  return new Set(key && ts.isJsxAttribute(key) && key.initializer ? [plain(key.initializer)] : []);
}

/** `{id}`, `{(id)}` and a template of nothing but `id` are one key; so are a text and the same text in braces. */
function plain(node: ts.Node): string {
  if ((ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) && node.expression) return plain(node.expression);
  if (ts.isStringLiteralLike(node)) return JSON.stringify(node.text);
  if (ts.isTemplateExpression(node) && node.head.text === '' && node.templateSpans.length === 1) {
    const only = node.templateSpans[0];
    if (only && only.literal.text === '') return plain(only.expression);
  }
  return node.getText();
}

interface Alternatives {
  call: ts.CallExpression;
  /** What the chain begins with: a name that holds the query, a function of this file that makes it, or the client. */
  root: ts.Expression;
}

/** Queries that may say `.or()` twice: the embedded database keeps one of the two and lets the other's rows in. Alternatives of one query are said in one. */
function alternativesTwice(tree: ts.SourceFile): string[] {
  if (!/\.(from|rpc)\(/.test(tree.text)) return [];
  const found: Alternatives[] = [];
  descend(tree, (node) => {
    if (isOr(node)) found.push({ call: node, root: rootOf(node) });
  });
  const isTwice = (one: Alternatives) =>
    isOr(chainBelow(one.call)) || inLoopOf(one) || madeWithOne(one, found) || found.some((other) => meets(one, other));
  return found.filter(isTwice).map(({ call }) => `${tree.fileName}:${lineOf(call.expression)} ${rootOf(call).getText().split('\n')[0]}`);
}

function isOr(node: ts.Node | null): node is ts.CallExpression & { expression: ts.PropertyAccessExpression } {
  return node !== null && ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'or';
}

const before = (node: ts.Expression): ts.Expression | null =>
  ts.isPropertyAccessExpression(node) || (ts.isCallExpression(node) && !ts.isIdentifier(node.expression)) ? node.expression : null;

function rootOf(node: ts.Expression): ts.Expression {
  const inner = before(node);
  return inner ? rootOf(inner) : node;
}

/** The nearest `.or()` that the same chain said before. */
function chainBelow(node: ts.Expression): ts.Expression | null {
  for (let inner = before(node); inner; inner = before(inner)) if (isOr(inner)) return inner;
  return null;
}

const functionOf = (node: ts.Node): ts.Node | undefined => ts.findAncestor(node.parent, ts.isFunctionLike);

/** Said once in a loop about a query that was there before it. */
function inLoopOf({ call, root }: Alternatives): boolean {
  const loop = ts.findAncestor(call, (node) => ts.isIterationStatement(node, false));
  if (!loop || !ts.isIdentifier(root) || functionOf(loop) !== functionOf(call)) return false;
  let isOfTheLoop = false;
  descend(loop, (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === root.text) isOfTheLoop = true;
  });
  return !isOfTheLoop && !isClient(root, call);
}

/** The query comes from a function of this file that may have said one already. */
function madeWithOne({ root }: Alternatives, all: Alternatives[]): boolean {
  if (!ts.isCallExpression(root)) return false;
  const name = root.expression.getText();
  return all.some(({ call }) => {
    const maker = functionOf(call);
    if (!maker) return false;
    if (ts.isFunctionDeclaration(maker)) return maker.name?.text === name;
    return ts.isVariableDeclaration(maker.parent) && maker.parent.name.getText() === name;
  });
}

/** Two about one name in one function, neither of which keeps the other from being said. */
function meets(one: Alternatives, other: Alternatives): boolean {
  if (one.call === other.call || !ts.isIdentifier(one.root) || !ts.isIdentifier(other.root) || one.root.text !== other.root.text)
    return false;
  return functionOf(one.call) === functionOf(other.call) && !isClient(one.root, one.call) && !areEitherOr(one.call, other.call);
}

/** A chain that begins a query of its own. */
function isClient(root: ts.Identifier, call: ts.CallExpression): boolean {
  for (let inner = before(call); inner; inner = before(inner)) {
    if (ts.isPropertyAccessExpression(inner) && inner.expression === root) return ['from', 'rpc', 'schema'].includes(inner.name.text);
  }
  return false;
}

function areEitherOr(one: ts.Node, other: ts.Node): boolean {
  const holds = (part: ts.Node | undefined, node: ts.Node) =>
    part !== undefined && ts.findAncestor(node, (up) => up === part) !== undefined;
  const parts = (choice: ts.Node): (ts.Node | undefined)[] =>
    ts.isIfStatement(choice)
      ? [choice.thenStatement, choice.elseStatement]
      : ts.isConditionalExpression(choice)
        ? [choice.whenTrue, choice.whenFalse]
        : [];
  return (
    ts.findAncestor(one, (choice) => {
      const [yes, no] = parts(choice);
      return (holds(yes, one) && holds(no, other)) || (holds(no, one) && holds(yes, other));
    }) !== undefined
  );
}

/** Each with texts that it is to see, how often, and texts that it has to let pass. */
export const PITFALLS: Record<string, { find: (tree: ts.SourceFile) => string[]; seen: [string, number][]; passed: string[] }> = {
  'no two siblings share a key': {
    find: twinKeys,
    seen: [
      ['<p>{on && <A key={r.id} />}<B key={`${r.id}`} /></p>', 1],
      ['[<A key="a" />, off ? null : <B key={"a"} />]', 1],
    ],
    passed: [
      '<><p>{on ? <A key={id} /> : <B key={id} />}</p><C key={id} /></>',
      '<>{all.map(({ id }) => <A key={id} />)}<B key={id} /></>',
    ],
  },
  'no query names alternatives twice': {
    find: alternativesTwice,
    seen: [
      ["c.from('a').select().or('x').eq('y', 1).or('z')", 1],
      ["function f(q = c.from('a')) { if (a) q = q.or('x'); if (b) q = q.or('y'); return q; }", 2],
      ["function f(q = c.from('a')) { for (const one of all) q = q.or(one); return q; }", 1],
      ["const asked = () => c.from('a').or('x'); asked().or('y')", 1],
    ],
    passed: [
      "function f(q = c.from('a')) { if (a) q = q.or('x'); else if (b) q = q.or('y'); return q; }",
      "async function f() { return [await c.from('a').or('x'), await c.from('b').or('y')]; }",
    ],
  },
};
