// What a start prints at its end: where to go, who to be, and how to send something.
import type { StackStatus } from './status';

export function welcome(status: StackStatus): string {
  const width = Math.max(...status.logins.map((login) => login.email.length));
  const logins = status.logins.map((login) => `    ${login.email.padEnd(width)}  ${login.password}  (${login.role})`);
  return [
    '',
    `  Office    ${status.app_url}`,
    `  API       ${status.api_url}`,
    `  Webhooks  ${status.app_url}/api/webhooks/neutral`,
    '',
    '  Sign in as',
    ...logins,
    '',
    '  Try',
    '    npm run simulate -- --accounts 50 --days 22 --hr 0.55 --seed 7',
    `    curl "${status.app_url}/api/test-scale?accounts=1000"`,
    '',
    '',
  ].join('\n');
}
