import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { WasmRuntime } from '../../src/core/index.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import {
	clang,
	compileExample,
	examples,
	isAsCommitted,
	rustcFor,
	shownArguments,
} from '../support/values/compilers.ts';

const made = scratchFolder();
const log: string[] = [];
const runtime = new WasmRuntime({
	sandboxEntry,
	reaperEntry,
	onLog: ({ level, message }) => log.push(`${level} ${message}`),
});
afterAll(() => runtime.close());

/** What each example does, to whichever module it was built into. */
const plays: Readonly<Record<string, (folder: string) => Promise<void>>> = {
	async 'rust/source'(folder) {
		const id = await runtime.loadPlugin(folder, { config: { count: 2 } });
		const records = [];
		for (let at = 0; at < 3; at++) records.push(await runtime.callFunction(id, 'read_data'));
		expect(records).toEqual([{ n: 1 }, { n: 2 }, null]);
		expect(log).toContain('info 这是一条日志消息');
		await expect(runtime.loadPlugin(folder, { config: { count: 'many' } })).rejects.toThrow(/whole number/);
	},
	async 'rust/processor'(folder) {
		const id = await runtime.loadPlugin(folder);
		const began = Date.now();
		const answers = [];
		for (const record of [{ a: 1 }, { b: ['文'] }]) {
			answers.push((await runtime.callFunction(id, 'process_data', [record])) as { seen_at: number; draw: number });
		}
		expect(answers).toMatchObject([{ record: { a: 1 } }, { record: { b: ['文'] } }]);
		for (const { seen_at, draw } of answers) {
			expect(seen_at).toBeGreaterThan(began - 60_000);
			expect(draw).toBeGreaterThanOrEqual(0);
			expect(draw).toBeLessThan(1);
		}
		expect(answers[0]?.draw).not.toBe(answers[1]?.draw);
		expect(log).toContain('info one more record');
		// A record of megabytes: the host finds room beside Rust's own allocator, again and again.
		for (const length of [3_000_000, 10, 3_000_001]) {
			const long = 'x'.repeat(length);
			expect(await runtime.callFunction(id, 'process_data', [long])).toMatchObject({ record: long });
		}
	},
	async 'rust/transformer'(folder) {
		const id = await runtime.loadPlugin(folder);
		expect(
			await runtime.callFunction(id, 'transform_data', [{ city: 'Zürich "\n\u0001"', n: [1, true, null] }]),
		).toEqual({
			...{ CITY: 'ZÜRICH "\n\u0001"', N: [1, true, null] },
		});
	},
	async 'rust/filter'(folder) {
		const id = await runtime.loadPlugin(folder, { config: { keep: 'yes' } });
		const kept = [];
		for (const a of ['yes', 'no']) kept.push(await runtime.callFunction(id, 'filter_data', [{ a }]));
		expect(kept).toEqual([1, 0].map((verdict) => (verdict === 0 ? null : expect.anything())));
	},
	async 'rust/aggregator'(folder) {
		const id = await runtime.loadPlugin(folder);
		for (const a of [1, 2]) expect(await runtime.callFunction(id, 'aggregate_data', [{ a }])).toBeNull();
		expect(await runtime.callFunction(id, 'aggregate_result')).toEqual({ records: 2, bytes: 14 });
	},
	async 'rust/destination'(folder) {
		const id = await runtime.loadPlugin(folder);
		expect(await runtime.callFunction(id, 'write_data', [{ last: 'one' }])).toEqual({ written: 1 });
		expect(log).toContain('info {"last":"one"}');
	},
	async 'c/processor'(folder) {
		const id = await runtime.loadPlugin(folder);
		expect(await runtime.callFunction(id, 'process_data', [{ a: 1 }])).toEqual({
			...{ record: { a: 1 }, seen_at: expect.any(Number) },
		});
		await expect(runtime.callFunction(id, 'process_data', ['x'.repeat(70_000)])).rejects.toThrow(/too large/);
	},
	/** Nobody granted it its file: it says so, and fails with its own code. */
	async 'c/command'(folder) {
		const id = await runtime.loadPlugin(folder);
		await expect(runtime.callFunction(id, 'process_data', [{ a: 1 }])).rejects.toThrow(/exited with code 3/);
		expect(log.some((line) => line.startsWith('warn /data/count:'))).toBe(true);
	},
};

const rustc = rustcFor('wasm32-unknown-unknown');

describe.each(Object.entries(plays))('the example %s', (name, play) => {
	const [language, role] = name.split('/') as [string, string];

	it('does what its README says, as it is committed', () => play(join(examples, name)));

	it.runIf(language === 'rust' ? rustc !== undefined : clang !== undefined)('does so as it is built here', async () => {
		// The compilers' command lines are the ones that the READMEs show.
		const inRust = [...shownArguments('rust/README.md', 'rustc').slice(0, -1), join(role, `rust_${role}.rs`)];
		const built = await (language === 'rust'
			? compileExample(name, { compiler: rustc ?? '', args: inRust, cwd: 'rust', into: made.path })
			: compileExample(name, {
					compiler: clang ?? '',
					args: shownArguments(`${name}/README.md`, 'clang'),
					...{ cwd: name, into: made.path },
				}));
		// Another compiler than the one that made it makes another module.
		if (!isAsCommitted(name, built)) await play(built);
	});
});

it.runIf(rustc !== undefined)('the functions that the documents print are a plugin as they stand there', async () => {
	const source = made.put(
		'my_plugin.rs',
		`#[no_mangle]
pub extern "C" fn plugin_init(config_ptr: *const u8, config_len: usize) -> i32 { 0 }
#[no_mangle]
pub extern "C" fn process_data(data_ptr: *const u8, data_len: usize) -> i32 { 0 }
#[no_mangle]
pub extern "C" fn plugin_cleanup() -> i32 { 0 }
`,
	);
	const module = join(made.path, 'my_plugin.wasm');
	const args = ['--target', 'wasm32-unknown-unknown', '--crate-type', 'cdylib', '-o', module, source];
	expect(spawnSync(rustc ?? '', args).status).toBe(0);
	const id = await runtime.loadPlugin(module, {
		name: 'my_plugin',
		type: 'processor',
		module_path: module,
		config: {},
	});
	expect(await runtime.callFunction(id, 'process_data', [{ input: 'test_data' }])).toBeNull();
	await runtime.unloadPlugin(id);
});
