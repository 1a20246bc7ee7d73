import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { WasmRuntime } from '../../src/core/index.ts';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { wat } from '../support/guests/wat.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import {
	clang,
	compileExample,
	examples,
	isAsCommitted,
	rustcFor,
	shownArguments,
} from '../support/values/compilers.ts';
import { buildsWasi } from '../support/wasi/build.ts';

const made = scratchFolder();
const log: string[] = [];
const runtime = new WasmRuntime({
	sandboxEntry,
	reaperEntry,
	onLog: ({ level, message }) => log.push(`${level} ${message}`),
});
afterAll(() => runtime.close());

const rustc = rustcFor('wasm32-wasi');

/** Calls a function once for each argument, one after another. */
async function each(id: string, fn: string, records: readonly JsonValue[]): Promise<readonly unknown[]> {
	const answers: unknown[] = [];
	for (const record of records) answers.push(await runtime.callFunction(id, fn, [record]));
	return answers;
}

/** What each example does, to whichever module it was built into. */
const plays: Readonly<Record<string, (folder: string) => Promise<void>>> = {
	async 'rust/wasi/command'(folder) {
		const id = await runtime.loadPlugin(folder);
		const records = [
			{ a: 1, 'b"': { c: 1 } },
			{ a: [{ d: ':' }], é: null },
		];
		const counted = [
			{ key: 'a', records: 2 },
			{ key: 'b"', records: 1 },
			{ key: 'é', records: 1 },
		];
		expect(await runtime.callFunction(id, 'aggregate_data', [records])).toEqual(counted);
		await expect(runtime.callFunction(id, 'aggregate_data', [[{}, 7]])).rejects.toThrow(/exited with code 3/);
		expect(log).toContain('warn record 2 is no object');
	},
	async 'rust/wasi/reactor'(folder) {
		const id = await runtime.loadPlugin(folder);
		const kept = await each(id, 'filter_data', [{ id: 1 }, { id: '1' }, { id: 1 }, { id: 'a"}' }, { x: 1 }]);
		expect(kept.map((answer) => answer !== null)).toEqual([true, true, false, true, true]);
		await runtime.unloadPlugin(id);
		expect(log.some((line) => /^\w+ 3 values of id in \d+ ms$/.test(line))).toBe(true);
		await expect(runtime.loadPlugin(folder, { config: { key: 7 } })).rejects.toThrow(/name of a member/);
	},
	async 'c/reactor'(folder) {
		const lookup = join(examples, 'c/reactor/sample/lookup.csv');
		const policy = { allow_file_system: true, allowed_paths: [`${lookup}:ro`] };
		const id = await runtime.loadPlugin(folder, { config: { lookup }, security_policy: policy });
		expect(await each(id, 'transform_data', [{ code: 'NO', n: 1 }, { code: 'JP' }, { code: 'XX' }, {}])).toEqual([
			{ code: 'NO', n: 1, name: 'Norway' },
			{ code: 'JP', name: '日本' },
			{ code: 'XX', name: null },
			{ name: null },
		]);
		expect(log).toContain('info 3 entries');
		// Nobody granted it: it says so and is not loaded.
		await expect(runtime.loadPlugin(folder, { config: { lookup } })).rejects.toThrow(/was it granted/);
	},
	async 'wat/filter'(folder) {
		const id = await runtime.loadPlugin(folder);
		const records = [{ city: 'Oslo' }, { city: 'Lima' }, {}, { Oslo: 1 }, { a: 'xxOslo' }];
		const kept = await each(id, 'filter_data', records);
		expect(kept.map((answer) => answer !== null)).toEqual([true, false, false, true, true]);
		for (const config of [{ contains: 7 }, { contains: 'x'.repeat(1_001) }, { contains: 'a\\b' }]) {
			await expect(runtime.loadPlugin(folder, { config })).rejects.toThrow(/"contains" has to be a text.*backslash/);
		}
	},
};

/** Builds an example as its README says; undefined: it cannot be built here. */
const builds: Readonly<Record<string, (() => Promise<string>) | undefined>> = {
	...Object.fromEntries(
		['command', 'reactor'].map((kind) => {
			const name = `rust/wasi/${kind}`;
			const args = shownArguments('rust/wasi/README.md', 'rustc', `${kind}/rust`);
			const build = (): Promise<string> =>
				compileExample(name, { compiler: rustc ?? '', args, cwd: 'rust/wasi', into: made.path });
			return [name, rustc === undefined ? undefined : build];
		}),
	),
	'c/reactor': buildsWasi
		? () => {
				const args = shownArguments('c/reactor/README.md', 'clang');
				return compileExample('c/reactor', { compiler: clang ?? '', args, cwd: 'c/reactor', into: made.path });
			}
		: undefined,
	async 'wat/filter'() {
		const name = 'wat/filter';
		const module = await wat(readFileSync(join(examples, name, 'wat_filter.wat'), 'utf8'));
		expect(Buffer.from(module).equals(readFileSync(join(examples, name, 'wat_filter.wasm')))).toBe(true);
		made.put('plugin.json', readFileSync(join(examples, name, 'plugin.json')));
		made.put('wat_filter.wasm', module);
		return made.path;
	},
};

describe.each(Object.entries(plays))('the example %s', (name, play) => {
	it('does what its README says, as it is committed', () => play(join(examples, name)));

	it.runIf(builds[name] !== undefined)('does so as it is built here', async () => {
		const built = (await builds[name]?.()) ?? '';
		// Another compiler than the one that made it makes another module.
		if (!isAsCommitted(name, built)) await play(built);
	});
});
