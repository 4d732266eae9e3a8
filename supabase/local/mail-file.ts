// Mail that goes nowhere: each letter becomes a file in the data folder, so that a password can be recovered with no mail provider.
import type { EmailDriver, EmailMessage } from '@supabase/lite';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { writePrivate } from './keys';

export class MailFile implements EmailDriver {
  constructor(private readonly folder: string) {}

  send(message: EmailMessage): Promise<void> {
    const at = new Date().toISOString();
    const name = `${at.replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}.json`;
    writePrivate(join(this.folder, name), `${JSON.stringify({ at, ...message }, null, 2)}\n`);
    return Promise.resolve();
  }
}
