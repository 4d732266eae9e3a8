// A program of the stack that dies is started again, is not started again when it was asked to end, and leaves with its supervisor.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Part, startNode } from '@/supabase/local/part';
import { endProcess, isAlive, remember, waitUntil } from '@/supabase/local/processes';
import { projectRoot } from '@/supabase/local/settings';
import { claim, release } from '@/supabase/local/state';

let folder: string;
const sleeper = ['-e', 'setInterval(() => undefined, 1000)'];

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'part-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function sleeperPart(): Part {
  const start = (): Promise<ChildProcess> => Promise.resolve(startNode(sleeper, {}, join(folder, 'log'), folder));
  return new Part(
    { name: 'worker', start, ask: 'SIGTERM' },
    () => undefined,
    () => undefined,
    (error) => {
      throw error;
    },
  );
}

describe('a part of the stack', () => {
  it('killed, it is started again; asked to end, it stays away', async () => {
    const part = sleeperPart();
    await part.start();
    const first = part.process;
    if (!first) throw new Error('it did not start');
    process.kill(first.pid, 'SIGKILL');
    expect(await waitUntil(() => part.process !== null && part.process.pid !== first.pid, 5_000)).toBe(true);
    const second = part.process;
    if (!second) throw new Error('it did not start again');
    expect(isAlive(second)).toBe(true);
    await part.end();
    expect(isAlive(second)).toBe(false);
  });

  it('leaves when its supervisor is killed outright', async () => {
    const script = join(folder, 'supervisor.ts');
    writeFileSync(
      script,
      `import { startNode } from '${projectRoot}/supabase/local/part';
       const child = startNode(${JSON.stringify(sleeper)}, {}, '${folder}/log', '${folder}');
       process.stdout.write(String(child.pid));
       setInterval(() => undefined, 1000);`,
    );
    const supervisor = spawn(process.execPath, ['--import', 'tsx', script], { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((done) => supervisor.stdout.once('data', (chunk: Buffer) => done(Number(chunk.toString()))));
    const child = remember(pid);
    expect(isAlive(child)).toBe(true);
    supervisor.kill('SIGKILL');
    expect(await waitUntil(() => !isAlive(child), 10_000)).toBe(true);
  });

  it('a process is known again by when it started, not by its number alone', async () => {
    const child = startNode(sleeper, {}, join(folder, 'log'), folder);
    const known = remember(child.pid ?? 0);
    expect(isAlive(known)).toBe(true);
    expect(isAlive({ ...known, started: '1' })).toBe(false);
    await endProcess(known);
    expect(isAlive(known)).toBe(false);
  });

  it('only one supervisor holds a data folder, and the lock of a killed one is taken over', () => {
    writeFileSync(join(folder, 'supervisor.lock'), JSON.stringify({ pid: 2 ** 22, started: '1' }));
    expect(claim(folder).mine).toBe(true);
    const other = remember(1);
    writeFileSync(join(folder, 'supervisor.lock'), JSON.stringify(other));
    expect(claim(folder)).toEqual({ owner: other, mine: false });
    release(folder);
    expect(readFileSync(join(folder, 'supervisor.lock'), 'utf8')).toContain('"pid":1');
  });
});
