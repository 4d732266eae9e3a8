// Prints the one closing line that names how many tests ran, read from the reports the runners left behind.
import { readFileSync } from 'node:fs';

const unit = JSON.parse(readFileSync('test-reports/unit.json', 'utf8'));
const browser = JSON.parse(readFileSync('test-reports/browser.json', 'utf8'));
const passed = unit.numPassedTests + browser.stats.expected;
const failed = unit.numFailedTests + browser.stats.unexpected;
const skipped = unit.numPendingTests + browser.stats.skipped;
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
