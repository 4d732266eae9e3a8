// Figures side by side, with the machine they were measured on.
import { cpus, totalmem } from 'node:os';

export function machine(): [string, string] {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  return ['machine', `${cpus().length} x ${model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`];
}

export function table(rows: [string, string][]): void {
  const all = [machine(), ...rows];
  const width = Math.max(...all.map(([name]) => name.length));
  for (const [name, value] of all) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
}
