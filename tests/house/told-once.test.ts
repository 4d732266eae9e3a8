// Finds what the migrations define more than once: a reader who looks for a function should meet one text of it, the one that holds.
// Only whole statements count, so a function written inside another one's text, as a string to execute, is no second definition.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = join(__dirname, '../../supabase/migrations');

// As long as nothing is released its migrations may be edited, so what changes is changed where it stands. From the first release on they only go forward,
// and this rule is lifted.
test('no function, view, policy or trigger is defined twice', () => {
  const files = readdirSync(FOLDER).map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));
  expect(toldTwice(files), 'What a migration defines once more belongs where it was first defined.').toEqual([]);
});

/** The names of what is defined more than once, each with the files that do. */
function toldTwice(files: { path: string; text: string }[]): string[] {
  const places = new Map<string, string[]>();
  for (const { path, text } of files) {
    for (const statement of statementsOf(text)) {
      const name = nameOf(statement);
      if (name !== null) places.set(name, [...(places.get(name) ?? []), path]);
    }
  }
  return [...places].filter(([, found]) => found.length > 1).map(([name, found]) => `${name}: ${found.join(', ')}`);
}

/** The statements of a file in one line each: without comments, and with nothing left of the texts they quote. */
function statementsOf(text: string): string[] {
  return text
    .replace(/--[^\n]*|(\$\w*\$)[\s\S]*?\1|'(?:[^']|'')*'/g, (found) => (found.startsWith('--') ? ' ' : "''"))
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim());
}

/** What a statement defines; a function by the types of its arguments too, since those of other types are other functions. */
function nameOf(statement: string): string | null {
  const routine = /^create (?:or replace )?(?:function|procedure) ([\w.]+) ?\((.*)$/i.exec(statement);
  if (routine) return `function ${routine[1]}(${typesOf(routine[2] ?? '')})`;
  const view = /^create (?:or replace )?(?:materialized )?view ([\w.]+)/i.exec(statement);
  if (view) return `view ${view[1]}`;
  const attached = /^create (?:or replace )?(?:constraint )?(policy|trigger) ("[^"]+"|\w+) (?:.*? )?on ([\w.]+)/i.exec(statement);
  return attached ? `${attached[1]} ${attached[2]} on ${attached[3]}` : null;
}

/** The types of a list of arguments that is told by names, up to the bracket that closes it. */
function typesOf(told: string): string {
  let depth = 1;
  const end = [...told].findIndex((letter) => (depth += letter === '(' ? 1 : letter === ')' ? -1 : 0) === 0);
  const types = told
    .slice(0, end)
    .split(',')
    .map((argument) =>
      argument
        .replace(/ default .*$/i, '')
        .trim()
        .replace(/^\w+ /, ''),
    );
  return types.join(', ');
}
