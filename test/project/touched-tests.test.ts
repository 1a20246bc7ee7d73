import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as built from '../support/built.ts';
import { builtFrom, needsBuild, touchedTests } from '../support/vitest/touched-tests.ts';

const root = resolve(import.meta.dirname, '../..');
const touched = (file: string): readonly string[] => touchedTests(join(root, file));

describe('a change, while the tests are watched,', () => {
	it.each([
		[
			'of the sandbox runs what is beside it and what starts built sandboxes, in any face',
			'src/sandbox/memory/allocator.ts',
			[
				'src/sandbox/memory/allocator.test.ts',
				'test/attacks/hostile.test.ts',
				'test/cli/cli.test.ts',
				'test/e2e/shell.test.ts',
			],
			['src/cli/text/table.test.ts', 'test/plugins/csv-source.test.ts'],
		],
		[
			'of the page runs what opens the page',
			'src/renderer/features/console/call-input.ts',
			['src/renderer/features/console/call-input.test.ts', 'test/e2e/runs.test.ts', 'test/e2e/shell.test.ts'],
			['test/attacks/hostile.test.ts', 'test/cli/cli.test.ts', 'test/engine/runs/history.test.ts'],
		],
		[
			'of the command line runs what runs that',
			'src/cli/text/table.ts',
			['src/cli/text/table.test.ts', 'test/cli/cli.test.ts', 'test/cli/bad-input.test.ts'],
			['test/attacks/hostile.test.ts', 'test/e2e/runs.test.ts', 'src/core/store/search/grams.test.ts'],
		],
		[
			'of a style runs what opens the page',
			'src/renderer/styles/tokens.css',
			['test/e2e/settings.test.ts'],
			['test/attacks/hostile.test.ts', 'src/core/store/search/grams.test.ts'],
		],
		[
			'of a hostile guest runs what reads it, by itself or with its folder',
			'test/hostile/call-loops.wat',
			['test/attacks/hostile.test.ts', 'test/corpus/mutants.test.ts', 'test/e2e/shell.test.ts'],
			['test/cli/cli.test.ts', 'test/corpus/text.test.ts'],
		],
		[
			'of a program that tests start by its path runs those',
			'test/support/processes/core-child.mts',
			['test/engine/two-programs.test.ts'],
			['test/attacks/hostile.test.ts', 'test/cli/cli.test.ts'],
		],
		[
			'of a document runs what holds it to the code',
			'docs/electron.md',
			['test/project/electron-uses.test.ts'],
			['test/cli/cli.test.ts'],
		],
		[
			'of a test runs that test',
			'test/cli/cli.test.ts',
			['test/cli/cli.test.ts'],
			['test/project/architecture.test.ts'],
		],
		['of what nothing reads runs nothing', 'LICENSE', [], ['test/project/architecture.test.ts']],
	])('%s', (_, file, some, others) => {
		expect(existsSync(join(root, file))).toBe(true);
		const tests = touched(file);
		expect(tests).toEqual(expect.arrayContaining(some));
		for (const other of others) expect(tests).not.toContain(other);
		for (const test of tests) expect(existsSync(join(root, test)), test).toBe(true);
	});

	it('builds before it runs what uses what is built, and nothing for others', () => {
		expect(
			['test/attacks/hostile.test.ts', 'test/e2e/shell.test.ts'].map((file) => needsBuild(join(root, file))),
		).toEqual([true, true]);
		expect(needsBuild(join(root, 'src/shared/json-numbers.test.ts'))).toBe(false);
	});
});

describe('what is built', () => {
	it('is known by its name, with the sources that the builds name', () => {
		expect(Object.keys(builtFrom).sort()).toEqual(Object.keys(built).sort());
		const configs = [
			'electron.vite.config.ts',
			'electron.vite.picture.config.ts',
			'electron.vite.sandbox.config.ts',
			'electron.vite.reader.config.ts',
			'electron.vite.flows.config.ts',
			'scripts/build/node-build.ts',
		]
			.map((file) => readFileSync(join(root, file), 'utf8'))
			.join('\n');
		for (const source of Object.values(builtFrom).flat()) {
			expect(existsSync(join(root, source)), source).toBe(true);
			if (source.endsWith('.ts')) expect(configs).toContain(`'${source}'`);
		}
	});
});
