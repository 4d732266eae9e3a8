// The tests' own settings, with the full forms that `npm test` leaves alone.
import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../vitest.config';

const own = defineConfig({ test: { include: ['tests/scorecard/**/*.full.ts'], maxWorkers: 1, reporters: ['default'] } });

export default mergeConfig(base, own);
