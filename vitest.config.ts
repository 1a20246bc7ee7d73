import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/vitest/longest-first.ts';
import { touchedTests } from './test/support/vitest/touched-tests.ts';

/** Tests that leave their process as they found it: one runs many of their files, which saves its start. */
const tidy = ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'examples/**/*.test.ts'];
/** The same of what is below `test/`, where a new folder is for itself until it is named here. */
const tidyTests = [
	'test/{chains,cli,pages,plugins,routes}/**/*.test.ts',
	'test/corpus/!(network|second-line|unasked-*).test.ts',
	'test/engine/**/!(answers|plugins-folder).test.ts',
	'test/attacks/{forged-lines,hard-links,hostile,kernel-limits,own-files,write-limits}.test.ts',
	'test/library/!(documented-csv-source).test.ts',
	'test/project/!(bundled-browser|electron-check|examples-configs).test.ts',
];
/** They need a browser, and leave their process as they found it as well. */
const pages = ['test/e2e/**/*.test.ts'];
/** These replace modules, set V8's flags, count the children of their process, or change its environment. */
const untidy = [
	'src/main/**/*.test.ts',
	'src/sandbox/**/*.test.ts',
	'src/core/runtime/{launch,process}/**/*.test.ts',
	'src/core/broker/http/**/*.test.ts',
];

/** None: Vitest itself knows best whether it is a test or a configuration. */
function whatChanged(file: string): string[] | undefined {
	const touched = touchedTests(file);
	return touched.length === 0 || touched.includes(relative(import.meta.dirname, file)) ? undefined : [...touched];
}

export default defineConfig({
	test: {
		globalSetup: ['test/support/vitest/global-setup.ts'],
		setupFiles: ['test/support/vitest/fresh-build.ts'],
		pool: 'forks',
		// They make much that is soon gone: a larger nursery keeps it from the old generation, and helpers of the collector
		// only compete with other test processes.
		execArgv: ['--max-semi-space-size=64', '--single-threaded-gc'],
		// The tests wait for other processes more than they work: with four at once, two cores still stood idle for a quarter
		// of the time.
		maxWorkers: Math.max(5, availableParallelism() - 1),
		// The programs that the tests start, a hundred of them, need not compile the same sources a hundred times.
		env: { NODE_COMPILE_CACHE: resolve(import.meta.dirname, 'node_modules/.cache/dataflare-tests') },
		sequence: { sequencer: LongestFirst },
		// A change reaches tests by what is built, read and started as well, of which Vite knows nothing.
		watchTriggerPatterns: [{ pattern: /./, testsToRun: whatChanged }],
		projects: [
			{
				extends: true,
				test: { name: 'alone', include: ['test/**/*.test.ts', ...untidy], exclude: [...pages, ...tidyTests] },
			},
			// A page answers when it has painted. On a build machine a test of one is tried twice, and said to have been.
			{
				extends: true,
				test: { name: 'pages', include: pages, isolate: false, retry: process.env['CI'] === undefined ? 0 : 1 },
			},
			{
				extends: true,
				test: { name: 'together', include: [...tidy, ...tidyTests], exclude: untidy, isolate: false },
			},
		],
		// Far above what any test takes: a slow machine is no failure.
		testTimeout: 120_000,
		hookTimeout: 120_000,
		expect: { poll: { timeout: 30_000 } },
		coverage: {
			provider: 'v8',
			include: ['src/core/**', 'src/shared/**', 'src/sandbox/**', 'src/cli/**'],
			exclude: ['**/*.test.ts'],
			reporter: ['text-summary', 'json-summary'],
			thresholds: { 'src/core/**': { lines: 90 } },
		},
	},
});
