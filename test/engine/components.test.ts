import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComponentType, componentFunctions, componentTypes } from '../../src/shared/plugin/component-type.ts';
import { TRANSPILER } from '../../src/shared/wasm/component/transpiler.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { componentOf, componentWith, echoTransformer, errWords, leastOf } from '../support/wasi/component.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
});
afterAll(() => scratch.dispose());

const records = [{ a: 1 }, { b: 2 }, { c: 3 }];

/** Writes a component as a folder with a manifest; answers with its path. */
async function plugin(
	name: string,
	text: string,
	manifest: object = {},
	world = 'transformer-plugin',
): Promise<string> {
	const folder = join(scratch.folder, 'made', name);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'c.wasm'), await componentOf(text, world));
	const whole = { name, type: 'transformer', module_path: './c.wasm', encoding: 'ndjson', ...manifest };
	writeFileSync(join(folder, 'plugin.json'), JSON.stringify(whole));
	return folder;
}

const transform = (name: string, input: unknown = records) =>
	scratch.ask('plugins.call', { name, fn: 'transform_data', input: JSON.stringify(input) });
const failing = (name: string) => scratch.fail('plugins.call', { name, fn: 'transform_data', input: '[{"a":1}]' });
const made = (): string => join(scratch.folder, 'data/versions/components');

describe('a lone component', () => {
	const answers: Readonly<Record<ComponentType, unknown>> = {
		transformer: records,
		processor: records,
		filter: [{ a: 1 }, { c: 3 }],
		destination: [],
		aggregator: [],
		source: [{ n: 1 }, { n: 2 }],
	};

	it.each(componentTypes)('is inspected, installed and called as a %s', async (type) => {
		const path = join(scratch.folder, `lone-${type}.wasm`);
		writeFileSync(path, await componentOf(leastOf(type), `${type}-plugin`));
		const { analysis, manifest, refusal } = await scratch.ask('plugins.inspect', { target: path });
		expect(analysis).toMatchObject({ abi: 'component', type, problems: [], imports: [] });
		expect(manifest).toMatchObject({ type, encoding: 'ndjson' });
		expect(refusal).toBeNull();
		await scratch.ask('plugins.install', { path });
		const [fn = ''] = componentFunctions[type];
		const input = type === 'source' ? {} : { input: JSON.stringify(records) };
		const { value } = await scratch.ask('plugins.call', { name: `lone-${type}`, fn, ...input });
		expect(value).toEqual(answers[type]);
	});

	it('is called by its own name of a function as by that of the plugin interface', async () => {
		const fn = 'dataflare:plugin/filter@1.0.0#filter';
		const call = { name: 'lone-filter', fn, input: JSON.stringify(records) };
		expect((await scratch.ask('plugins.call', call)).value).toEqual([{ a: 1 }, { c: 3 }]);
		const unknown = await scratch.fail('plugins.call', { ...call, fn: 'dataflare:plugin/filter@1.0.0#other' });
		expect(unknown).toMatchObject({ code: 'not_found', hint: expect.stringContaining(fn) });
		expect(await scratch.fail('plugins.call', { ...call, fn: 'dataflare:plugin/lifecycle@1.0.0#init' })).toMatchObject({
			code: 'invalid_input',
		});
	});

	it('gives what an aggregator kept, and takes a file of records as a stream', async () => {
		const [input, output] = [join(scratch.folder, 'in.ndjson'), join(scratch.folder, 'out.ndjson')];
		const lines = Array.from({ length: 2_500 }, (_, n) => `${JSON.stringify({ n })}\n`).join('');
		writeFileSync(input, lines);
		await scratch.ask('streams.run', {
			plugin: 'lone-transformer',
			input: { kind: 'file', path: input },
			output: { kind: 'file', path: output },
		});
		expect(readFileSync(output, 'utf8')).toBe(lines);
	});
});

describe('a component', () => {
	it('is told its configuration once, and its refusal keeps it from being loaded', async () => {
		const refusing = echoTransformer({
			more: '(data (i32.const 64) "no such mode")',
			init: `(return ${errWords(64, 12)})`,
		});
		await scratch.ask('plugins.install', { path: await plugin('refusing', refusing) });
		const error = await failing('refusing');
		expect(error).toMatchObject({ code: 'plugin_load', origin: 'guest', details: { reason: 'init_refused' } });
		expect(error.message).toContain('no such mode');
	});

	it('that answers with an error is called again as it is; one that traps is replaced', async () => {
		// Answers with an error at its third call, traps at its fourth.
		const counting = echoTransformer({
			more: `(data (i32.const 64) "enough") (global $calls (mut i32) (i32.const 0))`,
			before: `(global.set $calls (i32.add (global.get $calls) (i32.const 1)))
				(if (i32.eq (global.get $calls) (i32.const 3)) (then (return ${errWords(64, 6)})))
				(if (i32.eq (global.get $calls) (i32.const 4)) (then unreachable))`,
		});
		await scratch.ask('plugins.install', { path: await plugin('counting', counting) });
		const calls = async () => {
			for (let n = 1; n <= 2; n++) expect((await transform('counting')).value).toEqual(records);
			expect(await failing('counting')).toMatchObject({ message: 'enough', origin: 'guest' });
			const trap = await failing('counting');
			expect(trap).toMatchObject({ code: 'plugin_execution', details: { reason: 'unreachable_trap' } });
		};
		await calls();
		await calls();
	});

	it('that never answers is ended at its deadline', async () => {
		const spinning = echoTransformer({ before: '(loop $again (br $again))' });
		await scratch.ask('plugins.install', { path: await plugin('spinning', spinning, { timeout_ms: 500 }) });
		expect((await failing('spinning')).code).toBe('timeout');
	});

	it('has no more memory than it was given', async () => {
		const growing = echoTransformer({
			before: '(if (i32.lt_s (memory.grow (i32.const 100)) (i32.const 0)) (then unreachable))',
		});
		const limit = { memory_limit: 1024 * 1024, security_policy: { max_memory: 1024 * 1024 } };
		await scratch.ask('plugins.install', { path: await plugin('growing', growing, limit) });
		expect(await failing('growing')).toMatchObject({ details: { reason: 'unreachable_trap' } });
		const beginning = await plugin('beginning', echoTransformer({ pages: 64 }), limit);
		expect((await scratch.fail('plugins.install', { path: beginning })).code).toBe('memory_limit');
	});

	it('tells the size of all its memories, also of those that its modules keep to themselves', async () => {
		const plain = await componentOf(echoTransformer(), 'transformer-plugin');
		const more = '(core module $more (memory 5)) (core instance (instantiate $more))';
		const sizes: number[] = [];
		for (const [index, component] of [plain, await componentWith(plain, more)].entries()) {
			const path = join(scratch.folder, `sized-${index}.wasm`);
			writeFileSync(path, component);
			await scratch.ask('plugins.install', { path });
			sizes.push((await transform(`sized-${index}`)).memoryBytes);
		}
		const [one = 0, other = 0] = sizes;
		expect(one).toBeGreaterThan(0);
		expect(other - one).toBe(5 * 65_536);
	});

	it('is exchanged while it is used, and put back', async () => {
		const answering = (mark: string) =>
			echoTransformer({
				more: `(data (i32.const 64) "{\\22v\\22:${mark}}\\0a")`,
				body: '(i32.store8 (i32.const 32) (i32.const 0)) (i32.store (i32.const 36) (i32.const 64)) (i32.store (i32.const 40) (i32.const 8)) (i32.const 32)',
			});
		const first = await scratch.ask('plugins.install', { path: await plugin('swapped', answering('1')) });
		expect((await transform('swapped', [{}])).value).toEqual([{ v: 1 }]);
		await scratch.ask('plugins.install', { path: await plugin('swapped', answering('2')), replace: true });
		expect((await transform('swapped', [{}])).value).toEqual([{ v: 2 }]);
		await scratch.ask('plugins.rollback', { name: 'swapped', sha256: first.current?.sha256 ?? '' });
		expect((await transform('swapped', [{}])).value).toEqual([{ v: 1 }]);
	});

	it('is made ready once, and again where what it was made into is gone or damaged', async () => {
		await scratch.ask('plugins.install', {
			path: await plugin('healed', echoTransformer({ more: '(data (i32.const 99) "h")' })),
		});
		const { current } = await scratch.ask('plugins.get', { name: 'healed' });
		const file = join(made(), `${current?.sha256}.${TRANSPILER.replace(' ', '-')}.component`);
		const before = readFileSync(file);
		expect(readdirSync(made()).filter((name) => name.startsWith(current?.sha256 ?? ''))).toHaveLength(1);
		writeFileSync(file, 'damaged');
		await scratch.restart();
		expect((await transform('healed')).value).toEqual(records);
		expect(readFileSync(file).equals(before)).toBe(true);
	});

	it('comes back from the trash', async () => {
		await scratch.ask('plugins.install', { path: await plugin('thrown', echoTransformer()) });
		const { trashId } = await scratch.ask('plugins.uninstall', { name: 'thrown' });
		await scratch.ask('trash.restorePlugin', { id: trashId ?? '' });
		expect((await transform('thrown')).value).toEqual(records);
	});
});
