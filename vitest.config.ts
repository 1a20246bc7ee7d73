import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
	test: {
		globalSetup: ['test/support/global-setup.ts'],
		include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts', 'examples/**/*.test.ts'],
		pool: 'forks',
		// The tests wait for other processes more than they work: three at once are quicker even on two cores.
		maxWorkers: Math.max(3, availableParallelism() - 1),
		// Far above what any test takes: a slow machine is no failure.
		testTimeout: 120_000,
		hookTimeout: 120_000,
		expect: { poll: { timeout: 30_000 } },
		sequence: { sequencer: LongestFirst },
		coverage: {
			provider: 'v8',
			include: ['src/core/**', 'src/shared/**', 'src/sandbox/**', 'src/cli/**'],
			exclude: ['**/*.test.ts'],
			reporter: ['text-summary', 'json-summary'],
		},
	},
});
