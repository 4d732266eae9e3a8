// Starts the parts of the stack in their order, keeps them alive, and ends them in the opposite order.
import { join } from 'node:path';
import { answersOk, Part, startNode, whenReady, type PartPlan } from './part';
import { endProcess, type KnownProcess } from './processes';
import { brokerPortOf, type Settings } from './settings';
import { claim, clearState, readState, release, writeState, type StackState } from './state';

export type Say = (line: string) => void;

export class Supervisor {
  private readonly parts: Part[] = [];
  private readonly state: StackState;
  private ending: Promise<void> | null = null;
  private fail: (error: Error) => void = () => undefined;
  /** Rejects when a part cannot be kept alive. */
  readonly failed: Promise<never>;

  constructor(
    private readonly settings: Settings,
    owner: KnownProcess,
    private readonly say: Say,
  ) {
    this.state = { supervisor: owner, parts: {}, ready: false, app_url: settings.appUrl, api_url: settings.apiUrl, db_url: '' };
    this.failed = new Promise((_, fail) => (this.fail = fail));
    this.failed.catch(() => undefined);
  }

  /** Starts one part and keeps it alive from then on. */
  async run(plan: PartPlan): Promise<void> {
    const part = new Part(
      plan,
      () => this.write(),
      (line) => this.ending ?? this.say(line),
      (error) => this.fail(error),
    );
    this.parts.unshift(part);
    await part.start();
  }

  markReady(dbUrl: string): void {
    this.state.ready = true;
    this.state.db_url = dbUrl;
    this.write();
  }

  /** Ends everything, the last started first; asked twice it is done once. */
  end(): Promise<void> {
    this.ending ??= (async () => {
      for (const part of this.parts) await part.end();
      clearState(this.settings.dataDir);
      release(this.settings.dataDir);
    })();
    return this.ending;
  }

  private write(): void {
    if (this.ending) return;
    this.state.parts = Object.fromEntries(this.parts.filter((part) => part.process).map((part) => [part.plan.name, part.process]));
    writeState(this.settings.dataDir, this.state);
  }
}

/** Becomes the supervisor of the data folder and clears away what a killed one left running; null when another one lives. */
export async function becomeSupervisor(settings: Settings): Promise<KnownProcess | null> {
  const { owner, mine } = claim(settings.dataDir);
  if (!mine) return null;
  for (const left of Object.entries(readState(settings.dataDir)?.parts ?? {})) {
    // The database has a lock file of its own and is looked after where it is started.
    if (left[0] !== 'database') await endProcess(left[1], 5_000);
  }
  clearState(settings.dataDir);
  return owner;
}

/** The worker: ready once it lives for a moment, since its heartbeat is what the health page looks at. */
export function workerPlan(settings: Settings, environment: Record<string, string>): PartPlan {
  const logFile = join(settings.dataDir, 'logs', 'worker.log');
  const start = async (): ReturnType<PartPlan['start']> => {
    const args = ['--import', 'tsx', join(settings.root, 'lib', 'jobs', 'worker.ts')];
    const child = startNode(args, { NODE_ENV: 'production', ...environment }, logFile, settings.root);
    const began = Date.now();
    return whenReady(child, 'worker', () => Promise.resolve(Date.now() - began > 300), 30, logFile);
  };
  return { name: 'worker', start, ask: 'SIGTERM' };
}

/** The web server: ready once it answers at all; whether the whole stack is, its health page says. */
export function webPlan(settings: Settings, environment: Record<string, string>, program: string, mode: 'start' | 'dev'): PartPlan {
  const logFile = join(settings.dataDir, 'logs', 'web.log');
  const address = `http://127.0.0.1:${settings.port}`;
  const start = async (): ReturnType<PartPlan['start']> => {
    const nodeEnv = mode === 'dev' ? 'development' : 'production';
    // Its logins are printed and some of its doors need none, so the embedded office is for this machine only.
    const host = settings.hosted ? [] : ['-H', '127.0.0.1'];
    const args = [program, mode, '-p', String(settings.port), ...host];
    const child = startNode(args, { ...environment, NODE_ENV: nodeEnv }, logFile, settings.root);
    const answered = async (): Promise<boolean> => {
      try {
        await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(60_000) });
        return true;
      } catch {
        return false;
      }
    };
    return whenReady(child, 'web server', answered, 120, logFile);
  };
  return { name: 'web', start, ask: 'SIGTERM' };
}

/** The embedded APIs. */
export function apiPlan(settings: Settings, environment: Record<string, string>, publishableKey: string): PartPlan {
  const logFile = join(settings.dataDir, 'logs', 'api.log');
  const start = async (): ReturnType<PartPlan['start']> => {
    const args = ['--import', 'tsx', join(settings.root, 'supabase', 'local', 'api-server.ts')];
    const child = startNode(args, { NODE_ENV: 'production', ...environment }, logFile, settings.root);
    const check = (): Promise<boolean> => answersOk(`${settings.apiUrl}/auth/v1/health`, { apikey: publishableKey });
    return whenReady(child, 'API', check, 60, logFile);
  };
  return { name: 'api', start, ask: 'SIGTERM' };
}

/** The demo broker, which the demo firm's connection speaks to. */
export function brokerPlan(settings: Settings, environment: Record<string, string>): PartPlan {
  const logFile = join(settings.dataDir, 'logs', 'broker.log');
  const start = async (): ReturnType<PartPlan['start']> => {
    const args = ['--import', 'tsx', join(settings.root, 'supabase', 'local', 'demo-broker.ts')];
    const child = startNode(args, { NODE_ENV: 'production', ...environment }, logFile, settings.root);
    const check = (): Promise<boolean> => answersOk(`http://127.0.0.1:${brokerPortOf(settings)}/health`, {});
    return whenReady(child, 'demo broker', check, 60, logFile);
  };
  return { name: 'broker', start, ask: 'SIGTERM' };
}
