// The golden command: runs files of worked cases through the judge and tells where it disagrees.
// One line per key that differs, then "N passed, N failed"; any failure, unknown rule or unreadable file exits with 1.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runCase } from '@/tests/golden/dispatch';
import { fileSchema, type GoldenCase } from '@/lib/rules/worked/format';

function readCases(path: string): GoldenCase[] | string {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(resolve(path), 'utf8')));
    return parsed.success ? parsed.data : `not a file of cases: ${parsed.error.issues[0]?.message ?? ''}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function main(files: string[]): number {
  if (files.length === 0) {
    process.stderr.write('Name the files of cases: npm run -s golden -- FILE...\n');
    return 1;
  }
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const cases = readCases(file);
    if (typeof cases === 'string') {
      failed += 1;
      process.stdout.write(`${file} unreadable: ${cases}\n`);
      continue;
    }
    for (const golden of cases) {
      const mismatches = runCase(golden);
      if (mismatches.length === 0) passed += 1;
      else failed += 1;
      for (const { key, expected, got } of mismatches) {
        process.stdout.write(`${golden.id} ${key} expected ${JSON.stringify(expected)} got ${JSON.stringify(got) ?? 'nothing'}\n`);
      }
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
