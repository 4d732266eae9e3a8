// The documentation as OpenAPI 3.1, drawn from the contracts the doors run by. Pure: the same contracts give the same document.
import { z } from 'zod';
import { ALWAYS, API_CODES, KEYED, NAMED, WITH_BODY, type ApiCode } from '@/lib/api/codes';
import { components, refusalAnswer } from '@/lib/api/components';
import type { Contract } from '@/lib/api/contract';

type Json = Record<string, unknown>;
const REF = '#/components/schemas/';

/** A schema as JSON Schema 2020-12, with the named shapes referred to. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const known = components.get(schema);
  if (known) return { $ref: `${REF}${known.id}` };
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { ...AS_WRITTEN, io, metadata: components }) as Json;
  return pointed(rest) as Json;
}

/** A format says more to people than the pattern behind it. */
const AS_WRITTEN = {
  unrepresentable: 'any',
  override: ({ jsonSchema }: { jsonSchema: { format?: string; pattern?: string } }) => {
    if (jsonSchema.format) delete jsonSchema.pattern;
  },
} as const;

/** Named shapes come out as `#/$defs/Name`; in the document they live under components. */
function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'id' || typeof (value as Json).id !== 'string');
  return Object.fromEntries(
    entries.map(([name, one]) => [name, name === '$ref' && typeof one === 'string' ? one.replace('#/$defs/', REF) : pointed(one)]),
  );
}

function namedSchemas(): Json {
  const { schemas } = z.toJSONSchema(components, { ...AS_WRITTEN, uri: (id) => `${REF}${id}` }) as { schemas: Record<string, Json> };
  return Object.fromEntries(
    Object.entries(schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { $schema: _, $id: __, ...schema }]) => [name, pointed(schema)]),
  );
}

/** Every code a door may answer, its own first. */
function codesOf({ method, who, body, refusals }: Contract): ApiCode[] {
  const named = who === 'anyone' ? [] : NAMED;
  const keyed = who !== 'anyone' && method !== 'GET' ? KEYED : [];
  return [...new Set([...refusals, ...(body ? WITH_BODY : []), ...named, ...keyed, ...ALWAYS])];
}

/** Who may call, in words. */
function callersOf({ who }: Contract): string {
  if (who === 'anyone') return 'Anyone';
  const staff = who.staff?.length ? `staff (${who.staff.join(', ')})` : null;
  const all = [who.trader ? 'traders' : null, staff, who.service ? 'the firm’s own key' : null].filter((one) => one !== null);
  const words = all.join('; ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function parametersOf({ method, path, query, who }: Contract): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, field]) => {
    const { description, ...schema } = schemaOf(field as z.ZodType, 'output');
    return { name, in: 'query', required: false, schema, ...(description ? { description } : {}) };
  });
  const key = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } };
  const described = { ...key, description: 'The same key again gives the first answer, and does nothing twice.' };
  return [...inPath, ...inQuery, ...(method !== 'GET' && who !== 'anyone' ? [described] : [])];
}

const asJson = (schema: Json): Json => ({ 'application/json': { schema } });

function responsesOf(made: Contract): Json {
  const status = made.status ?? 200;
  const success = made.answer ? { description: 'Done.', content: asJson(schemaOf(made.answer, 'output')) } : { description: 'Done.' };
  const byStatus = new Map<number, ApiCode[]>();
  for (const code of codesOf(made)) {
    const at = API_CODES[code]?.[0] ?? 422;
    byStatus.set(at, [...(byStatus.get(at) ?? []), code]);
  }
  const refused = [...byStatus].map(([at, codes]) => [
    `${at}`,
    {
      description: codes.map((code) => `\`${code}\`: ${API_CODES[code]?.[1] ?? ''}`).join(' '),
      content: asJson(schemaOf(refusalAnswer, 'output')),
    },
  ]);
  return { [status]: success, ...Object.fromEntries(refused) };
}

export const operationId = ({ method, path }: Contract): string =>
  `${method.toLowerCase()}${path.replaceAll(/[{}]/g, '').replaceAll('/', '-')}`;

function operationOf(made: Contract): Json {
  return {
    operationId: operationId(made),
    tags: [made.group],
    summary: made.summary,
    description: [made.more, `Who: ${callersOf(made)}.`].filter(Boolean).join(' '),
    security: made.who === 'anyone' ? [] : [{ bearer: [] }, { session: [] }],
    parameters: parametersOf(made),
    ...(made.body ? { requestBody: { required: true, content: asJson(schemaOf(made.bodyShown ?? made.body, 'input')) } } : {}),
    responses: responsesOf(made),
  };
}

const ABOUT = [
  'Everything a program may ask of the firm. JSON throughout; lists answer `{ items, next_cursor }`.',
  'Writing doors take `Idempotency-Key`: send the same key when you ask again.',
  'Per caller and minute: 300 reads, 60 writes, unless the firm has published other limits. A page of another host may call with a token where the firm lists its origin, never with a session.',
].join(' ');

/** `paths` and `webhooks`: those that are not REST doors, told by hand; `schemas`: the shapes they name. */
export function openApi(contracts: readonly Contract[], more: { paths: Json; webhooks: Json; schemas: Json }): Json {
  const paths: Record<string, Json> = {};
  for (const made of contracts) {
    const path = `/api/v1${made.path}`;
    paths[path] = { ...paths[path], [made.method.toLowerCase()]: operationOf(made) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tideline', version: '1', description: ABOUT },
    servers: [{ url: '/' }],
    paths: { ...paths, ...more.paths },
    webhooks: more.webhooks,
    components: {
      schemas: { ...namedSchemas(), ...more.schemas },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token of `/auth/login`, or the firm’s own key where a door admits it.',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'The browser’s own session, on our own pages only.' },
      },
    },
  };
}
