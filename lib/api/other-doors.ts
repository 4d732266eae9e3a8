// The doors that are not REST, told by hand for the documentation: readiness, the stream, what schedulers call, what others post to us.
import { API_CODES, type ApiCode } from '@/lib/api/codes';
import { components, refusalAnswer } from '@/lib/api/components';
import { wireMessage } from '@/lib/api/wire-shapes';
import { OUTCOME_WORDS } from '@/lib/trades/outcome-words';

type Json = Record<string, unknown>;

const refusals = (...codes: ApiCode[]): Json =>
  Object.fromEntries(
    codes.map((code) => [
      `${API_CODES[code]?.[0] ?? 422}`,
      {
        description: `\`${code}\`: ${API_CODES[code]?.[1] ?? ''}`,
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${components.get(refusalAnswer)?.id ?? ''}` } } },
      },
    ]),
  );

const answered = (description: string, type = 'application/json', schema: Json = { type: 'object' }): Json => ({
  description,
  content: { [type]: { schema } },
});
const text = (name: string, where: 'path' | 'query' | 'header', description: string, schema: Json = { type: 'string' }): Json => ({
  name,
  in: where,
  required: where === 'path',
  description,
  schema,
});

const STREAM: Json = {
  operationId: 'stream',
  tags: ['Running'],
  summary: 'Server-sent events of what the caller may see.',
  description:
    'Each event has the id of the spine: resume with `Last-Event-ID` or `after` and nothing is missed or repeated. A comment comes every 15 seconds. Whoever was away for more than 2000 events is told `reload` instead: read your data anew, and go on from its id. When it fails, poll the same data, with `poll=1`. At most 12 streams of one caller at once.',
  security: [{ bearer: [] }, { session: [] }],
  parameters: [
    text('account', 'query', 'One account only.', { type: 'string', format: 'uuid' }),
    text('after', 'query', 'Id of the last event that was seen.'),
  ],
  responses: {
    200: answered('`event: account | violation | review | payout | reload`', 'text/event-stream', { type: 'string' }),
    ...refusals('not-signed-in', 'not-found', 'invalid', 'slow-down'),
  },
};

const SOCKET: Json = {
  operationId: 'socket',
  tags: ['Running'],
  summary: 'Where older clients ask for a WebSocket: the stream of one account stands for it.',
  security: [],
  parameters: [text('account_id', 'path', 'The account.', { type: 'string', format: 'uuid' })],
  responses: { 308: { description: 'Ask `/api/stream?account=…`.' } },
};

const HEALTH: Json = {
  operationId: 'health',
  tags: ['Running'],
  summary: 'Readiness: 200 only when every part works.',
  security: [],
  responses: { 200: answered('Ready.'), 503: answered('Which part does not work.') },
};

const SCALE: Json = {
  operationId: 'test-scale',
  tags: ['Running'],
  summary: 'Judges a generated book and measures it; leaves one summary event and no rows.',
  description: 'Where hosted it needs the secret of the scheduled doors.',
  security: [{ cron: [] }],
  parameters: [text('accounts', 'query', 'How many, 1000 unless told.', { type: 'integer', minimum: 1, maximum: 20_000, default: 1000 })],
  responses: { 200: answered('What was measured.'), ...refusals('not-signed-in', 'already-running', 'invalid', 'not-stored') },
};

const cron = (jobs: readonly string[]): Json => ({
  operationId: 'cron',
  tags: ['Running'],
  summary: 'What a scheduler outside calls, such as pg_cron with net.http_post.',
  security: [{ cron: [] }],
  parameters: [text('job', 'path', 'Which job.', { type: 'string', enum: [...jobs] })],
  responses: { 200: answered('What was done.'), ...refusals('not-signed-in', 'not-found', 'not-stored') },
});

const EVENT_ANSWERS: Json = {
  type: 'object',
  properties: {
    message_id: { type: 'string' },
    received: { type: 'integer' },
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: ['external_id', 'outcome'],
        properties: {
          external_id: { type: ['string', 'null'] },
          outcome: { type: 'string', enum: Object.keys(OUTCOME_WORDS) },
          code: { type: 'string' },
          path: { type: 'string' },
        },
      },
    },
  },
};

const WEBHOOK: Json = {
  operationId: 'post-webhook',
  tags: ['Webhooks to us'],
  summary: 'Brokers, shops, identity and payout providers and the mail service post here.',
  description:
    'The address ends in the slug of the source, as the office shows it. Neutral sources sign by Standard Webhooks over the raw bytes (`webhook-id`, `webhook-timestamp`, `webhook-signature`); the others by their own scheme. The body told here is that of brokers and neutral sources; shops and providers post their own. The same id again is answered as the first time. Nothing is acknowledged before the raw message is stored.',
  security: [],
  parameters: [
    text('source', 'path', 'Slug of the source.'),
    text('webhook-id', 'header', 'Unique for the message.'),
    text('webhook-timestamp', 'header', 'Seconds since 1970.'),
    text('webhook-signature', 'header', '`v1,` and the base64 of the HMAC-SHA256 over `id.timestamp.body`.'),
  ],
  requestBody: { required: true, content: { 'application/json': { schema: wireMessage() } } },
  responses: {
    200: answered(
      `One outcome per event:\n${Object.entries(OUTCOME_WORDS)
        .map(([name, words]) => `- \`${name}\`: ${words}`)
        .join('\n')}`,
      'application/json',
      EVENT_ANSWERS,
    ),
    ...refusals('not-signed-in', 'not-found', 'too-large', 'unsupported-media', 'slow-down', 'not-stored'),
  },
};

/** `jobs`: the names a scheduler may call. */
export const otherPaths = (jobs: readonly string[]): Json => ({
  '/api/health': { get: HEALTH },
  '/api/stream': { get: STREAM },
  '/api/v1/ws/{account_id}': { get: SOCKET },
  '/api/cron/{job}': { post: cron(jobs) },
  '/api/test-scale': { get: SCALE },
  '/api/webhooks/{source}': { post: WEBHOOK },
});
