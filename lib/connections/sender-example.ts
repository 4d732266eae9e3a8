// The signed message to copy: as a shell and as a Node program, complete but for the address and the secret. A test runs both, byte for byte
// as they are shown, against the door. Pure.

export interface Example {
  url: string;
  /** What stands where the secret goes. */
  secret: string;
  account: { platform: string; server: string; login: string };
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** One closed trade, in the words of our own format. */
function exampleBody({ account }: Example): string {
  return JSON.stringify({
    type: 'trade.closed',
    timestamp: '2026-11-18T14:40:01.000Z',
    data: {
      account,
      external_id: '5976044',
      position_id: '100014919',
      symbol: 'EURUSD',
      side: 'buy',
      volume: '0.40',
      volume_unit: 'lot',
      opened_at: '2026-11-18T14:03:11.412Z',
      closed_at: '2026-11-18T14:40:00.051Z',
      open_price: '1.08500',
      close_price: '1.08620',
      gross: '48.00',
      commission: '-2.80',
      swap: '0.00',
      fee: '0.00',
      net: '45.20',
      currency: 'USD',
    },
  });
}

/** One login, in the words of our own format. */
export function accessBody({ account }: Pick<Example, 'account'>): string {
  const data = {
    account,
    external_id: 'login-88213',
    kind: 'login',
    address: '203.0.113.7',
    device: 'CID-5A51F0',
    client: 'MetaTrader 5 iPhone',
  };
  const told = {
    type: 'account.accessed',
    timestamp: '2026-11-18T14:40:01.000Z',
    data: { ...data, occurred_at: '2026-11-18T14:02:57.000Z' },
  };
  return JSON.stringify(told, null, 2);
}

/** For any shell that has curl and openssl. The signature is taken over the very bytes that are sent. */
export function shellExample(example: Example): string {
  return [
    `URL=${quoted(example.url)}`,
    `SECRET=${quoted(example.secret)}`,
    `BODY=${quoted(exampleBody(example))}`,
    '',
    'ID="msg_$(openssl rand -hex 12)"   # keep it: the same message is sent again under the same id',
    'TIMESTAMP="$(date +%s)"',
    `KEY="$(printf '%s' "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -vtx1 | tr -d ' \\n')"`,
    `SIGNATURE="$(printf '%s.%s.%s' "$ID" "$TIMESTAMP" "$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | openssl base64 -A)"`,
    '',
    'curl -sS "$URL" \\',
    `  -H 'content-type: application/json' \\`,
    '  -H "webhook-id: $ID" \\',
    '  -H "webhook-timestamp: $TIMESTAMP" \\',
    '  -H "webhook-signature: v1,$SIGNATURE" \\',
    '  --data-binary "$BODY"',
    '',
  ].join('\n');
}

/** For Node 20 and later, with nothing installed. */
export function nodeExample(example: Example): string {
  return [
    `import { createHmac, randomUUID } from 'node:crypto';`,
    '',
    `const url = ${JSON.stringify(example.url)};`,
    `const secret = ${JSON.stringify(example.secret)};`,
    `const body = JSON.stringify(${JSON.stringify(JSON.parse(exampleBody(example)), null, 2)});`,
    '',
    'const id = `msg_${randomUUID()}`; // keep it: the same message is sent again under the same id',
    'const timestamp = String(Math.floor(Date.now() / 1000));',
    `const key = Buffer.from(secret.replace('whsec_', ''), 'base64');`,
    "const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');",
    '',
    'const answer = await fetch(url, {',
    `  method: 'POST',`,
    '  headers: {',
    `    'content-type': 'application/json',`,
    `    'webhook-id': id,`,
    `    'webhook-timestamp': timestamp,`,
    "    'webhook-signature': `v1,${signature}`,",
    '  },',
    '  body,',
    '});',
    'console.log(answer.status, await answer.text());',
    '',
  ].join('\n');
}
