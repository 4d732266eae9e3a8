// The whole documentation as one document: the REST doors, the doors that are not REST, and what we post to others.
import { CONTRACTS } from '@/lib/api/contracts';
import { openApi, schemaOf } from '@/lib/api/openapi';
import { otherPaths } from '@/lib/api/other-doors';
import { wireShapes } from '@/lib/api/wire-shapes';
import { messageSchema, TOPICS, type Topic } from '@/lib/outbound/topics';

type Json = Record<string, unknown>;

const WHEN: Record<Topic, string> = {
  'funded-account.created': 'The live account’s row exists; its login is not open yet.',
  'funded-account.activated': 'Its login is open.',
  'funded-account.closed': 'It was closed; the reason is named.',
  'withdrawal.requested': 'A trader asked for their share.',
  'withdrawal.approved': 'Every approval it needs is given, by people or by the published policy.',
  'withdrawal.completed': 'The provider says it was paid.',
  'withdrawal.rejected': 'It was rejected or cancelled.',
  'withdrawal.failed': 'It failed, or came back after it was paid.',
  'assessment.completed': 'An evaluation account passed or failed.',
  'rules.violation-detected': 'A rule was broken: provisional, confirmed and withdrawn are one message each.',
};

const webhookOf = (topic: Topic): Json => ({
  post: {
    operationId: topic,
    tags: ['Webhooks to you'],
    summary: WHEN[topic],
    description:
      'A Standard Webhooks message, signed with the secret of the endpoint. At least once, in order per account, with the same `webhook-id` however often; tried again with growing waits for 24 hours.',
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(messageSchema(topic), 'output') } } },
    responses: { '2XX': { description: 'Heard. Anything else is tried again.' } },
  },
});

/** `jobs`: the names of the work that schedulers may call for. */
export const apiDocument = (jobs: readonly string[]): Json =>
  openApi(CONTRACTS, {
    paths: otherPaths(jobs),
    webhooks: Object.fromEntries(TOPICS.map((topic) => [topic, webhookOf(topic)])),
    schemas: wireShapes(),
  });
