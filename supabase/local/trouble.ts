// Trouble a person can do something about: one sentence and an exit code, never a stack trace.

export class Trouble extends Error {
  constructor(
    sentence: string,
    /** What the process ends with. */
    readonly exitCode = 1,
  ) {
    super(sentence);
    this.name = 'Trouble';
  }
}

/** The operating system's word for a failure (`ENOSPC`, `EADDRINUSE`, …), or an empty string. */
export function systemCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Turns what a start can meet into one sentence; anything unknown keeps its own message. */
export function sentenceFor(error: unknown): string {
  if (error instanceof Trouble) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  const code = systemCode(error);
  if (code === 'ENOSPC' || /no space left on device/i.test(message)) return 'The disk is full: free some space, then start again.';
  if (code === 'EACCES' || code === 'EPERM') return `This user may not do that: ${message}.`;
  return message;
}

/** Runs a command's main function and ends the process with its answer, saying expected trouble plainly. */
export async function runCommand(main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    const detail = error instanceof Trouble || process.env.DEBUG === undefined ? '' : `\n${error instanceof Error ? error.stack : ''}`;
    process.stderr.write(`${sentenceFor(error)}${detail}\n`);
    process.exit(error instanceof Trouble ? error.exitCode : 1);
  }
}
