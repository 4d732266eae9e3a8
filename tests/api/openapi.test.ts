// The documentation against the doors: each door runs by a contract that is in the document, and the document can be followed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { CONTRACTS } from '@/lib/api/contracts';
import { apiDocument } from '@/lib/api/document';
import { Operation } from '@/components/docs/operation';
import { shellExample } from '@/lib/connections/sender-example';
import { SCHEDULED } from '@/lib/jobs/scheduled';
import { doorGroups, namedShapes } from '@/lib/api/door-view';
import { GET } from '@/app/api/v1/openapi.json/route';
import { TOPICS } from '@/lib/outbound/topics';

const EXAMPLE = { url: 'u', secret: 's', account: { platform: 'mt5', server: 'Live', login: '1' } };
const FOLDER = join(import.meta.dirname, '../../app/api/v1');
const document = apiDocument(SCHEDULED) as {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown>; requestBody?: unknown }>>;
  webhooks: Record<string, unknown>;
  components: { schemas: Record<string, unknown> };
};

/** Every REST door that exists as a file, as `METHOD /path`. */
const built = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts'))
  .filter((file) => !file.startsWith('openapi.json'))
  .flatMap((file) => {
    const words = readFileSync(join(FOLDER, file), 'utf8');
    const path = `/${file
      .replace(/\/route\.ts$/, '')
      .replaceAll('[', '{')
      .replaceAll(']', '}')}`;
    return [...words.matchAll(/export const (GET|POST|PATCH|DELETE) = door\((\{\s*\.\.\.[A-Z_]+)?/g)].map(([, method, contract]) => ({
      door: `${method} ${path}`,
      hasContract: contract !== undefined,
    }));
  });

describe('the documentation', () => {
  test('has every door that is built, and no other', () => {
    const told = CONTRACTS.map(({ method, path }) => `${method} ${path}`).sort();
    expect(told).toEqual(built.map(({ door }) => door).sort());
    expect(new Set(told).size).toBe(told.length);
  });

  test('and every door runs by its contract', () => {
    expect(built.filter(({ hasContract }) => !hasContract)).toEqual([]);
  });

  test('is OpenAPI 3.1 whose references all lead somewhere and whose operations have their own names', async () => {
    expect(document.openapi).toBe('3.1.0');
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? '');
    expect(references.length).toBeGreaterThan(20);
    const missing = references.filter((to) => !(to.replace('#/components/schemas/', '') in document.components.schemas));
    expect([...new Set(missing)]).toEqual([]);
    const names = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(names).size).toBe(names.length);
    expect(await GET().json()).toEqual(JSON.parse(JSON.stringify(document)));
  });

  test('tells what a body must have, in the words of the schema the door reads by', () => {
    const asked = document.paths['/api/v1/funded-accounts/{id}/withdraw']?.post?.requestBody;
    expect(asked).toMatchObject({
      content: { 'application/json': { schema: { required: ['amount', 'paymentMethod'], additionalProperties: false } } },
    });
  });

  test('names every refusal of a door with its status', () => {
    const responses: Record<string, unknown> = document.paths['/api/v1/admin/withdrawals/{id}/approve']?.post?.responses ?? {};
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '401', '403', '404', '409', '422', '429', '503']));
    expect(responses['409']).toMatchObject({ description: expect.stringContaining('`stale`') as string });
  });

  test('names every message we post', () => {
    expect(Object.keys(document.webhooks)).toEqual([...TOPICS]);
  });

  test('tells brokers the body they post, as the door reads it', () => {
    const door = doorGroups(document)
      .flatMap(({ doors }) => doors)
      .find(({ id }) => id === 'post-webhook');
    expect(door?.body.find(({ name }) => name === 'type')?.type).toMatch(/^one of trade\.closed, .*account\.accessed, batch$/);
    const rows = namedShapes(document).find(({ name }) => name === 'TradeClosed')?.rows ?? [];
    const { account, ...told } = JSON.parse(/^BODY='(.*)'$/m.exec(shellExample(EXAMPLE))?.[1] ?? '').data as Record<string, object>;
    const needed = rows.filter(({ name, required }) => required && !name.startsWith('account')).map(({ name }) => name);
    expect(needed).toEqual(Object.keys(told).filter((name) => needed.includes(name)));
    expect(Object.keys({ account, ...told }).filter((field) => !rows.some(({ name }) => name === field))).toEqual([]);
    expect(rows.find(({ name }) => name === 'gross')).toEqual({
      ...{ name: 'gross', type: 'text', required: true, words: 'Decimal text in major units, with its sign.' },
    });
    expect(rows.filter(({ type }) => type.includes('anything'))).toEqual([]);
  });

  test('shows people what is typed as such, and never the mark of it', () => {
    const doors = doorGroups(document).flatMap(({ doors }) => doors);
    const shown = doors.map((door) => renderToStaticMarkup(createElement(Operation, { door, trial: null }))).join('');
    expect(shown).not.toContain('`');
    expect(shown).toContain('<code>Last-Event-ID</code>');
  });

  test('shows people the same doors as programs', () => {
    const shown = doorGroups(apiDocument(SCHEDULED)).flatMap(({ doors }) => doors);
    const told = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length + TOPICS.length;
    expect(shown).toHaveLength(told);
    const withdraw = shown.find(({ id }) => id === 'post-funded-accounts-id-withdraw');
    expect(withdraw?.body.map(({ name, required }) => [name, required])).toEqual([
      ['amount', true],
      ['paymentMethod', true],
    ]);
    expect(JSON.parse(withdraw?.example ?? '')).toEqual({ amount: '', paymentMethod: '' });
    const shapes = namedShapes(apiDocument(SCHEDULED));
    expect(shapes.find(({ name }) => name === 'Withdrawal')?.rows.length).toBeGreaterThan(15);
    // What may be null is told with what it is otherwise.
    const tokens = shapes.find(({ name }) => name === 'Tokens')?.rows ?? [];
    expect(tokens.find(({ name }) => name === 'access_token')?.type).toBe('text or null');
  });
});
