import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bytesOf, moduleOf, named, section } from '../support/guests/wasm-bytes.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { unloadableCases } from './cases/unloadable.ts';

const cases = unloadableCases.map((one, index) => ({ ...one, name: `unloadable-${index}` }));

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	for (const { name, module } of cases) {
		for (const root of [scratch.pluginsDir, join(scratch.folder, 'made')]) {
			const folder = join(root, name);
			mkdirSync(folder, { recursive: true });
			writeFileSync(join(folder, `${name}.wasm`), module());
			const manifest = { name, type: 'processor', module_path: `./${name}.wasm` };
			writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest));
		}
	}
	await scratch.restart();
});
afterAll(() => scratch.dispose());

it.each(cases)('a module that $what is refused when it is looked at, and never is ready', async (one) => {
	const { name, code, words, reason } = one;
	const wanted = { code, message: expect.stringContaining(words), hint: expect.stringMatching(/\w/) };

	// It lies in the folder already.
	const record = (await scratch.ask('plugins.list', {})).find((plugin) => plugin.name === name);
	expect(record).toMatchObject({ state: 'broken', problem: wanted });

	const path = join(scratch.folder, 'made', name);
	const offer = await scratch.ask('plugins.inspect', { target: path });
	expect(offer.refusal).toMatchObject(wanted);
	const refused = await scratch.fail('plugins.install', { path, replace: true });
	expect(refused).toMatchObject(wanted);
	if (reason !== undefined) expect(refused.details).toMatchObject({ reason });
	expect(JSON.stringify(refused).length).toBeLessThan(5_000);
	expect(await scratch.fail('plugins.call', { name, fn: 'process_data', input: '1' })).toMatchObject({ code });
});

const i32s = [0x60, 2, 0x7f, 0x7f, 1, 0x7f];
const taken: readonly (readonly [string, () => Uint8Array | Promise<Uint8Array>])[] = [
	[
		'imports its memory from dataflare',
		() =>
			moduleOf({
				imports: section(2, [1], named('dataflare'), named('memory'), [2, 0, 1]),
				memory: new Uint8Array(0),
				exports: section(7, [1], named('process_data'), [0, 0]),
			}),
	],
	[
		'imports what AssemblyScript does from dataflare',
		() =>
			moduleOf({
				types: section(
					1,
					[4, 0x60, 4, 0x7f, 0x7f, 0x7f, 0x7f, 0, ...i32s, 0x60, 0, 1, 0x7c],
					[0x60, 7, 0x7f, 0x7f, 0x7c, 0x7c, 0x7c, 0x7c, 0x7c, 0],
				),
				imports: section(
					2,
					[3],
					...(['abort', 'seed', 'trace'] as const).map((name, index) =>
						bytesOf(named('dataflare'), named(name), [0, [0, 2, 3][index] as number]),
					),
				),
				exports: section(7, [2], named('process_data'), [0, 3], named('memory'), [2, 0]),
			}),
	],
	['has a structure before its functions', () => moduleOf({ types: section(1, [2, 0x5f, 1, 0x7f, 1, ...i32s]) })],
	[
		'has a malloc that nobody calls, because it has an alloc',
		() =>
			moduleOf({
				types: section(1, [3, ...i32s, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 1, 0x7e, 0]),
				functions: section(3, [3, 0, 1, 2]),
				exports: section(
					7,
					[4],
					named('process_data'),
					[0, 0],
					named('memory'),
					[2, 0],
					named('alloc'),
					[0, 1],
					named('malloc'),
					[0, 2],
				),
				code: section(10, [3], [4, 0, 0x41, 0, 0x0b], [5, 0, 0x41, 0x80, 0x08, 0x0b], [2, 0, 0x0b]),
			}),
	],
];

it.each(taken)('a module that %s is taken, and what is taken loads', async (what, module) => {
	const name = `taken-${what.length}`;
	const path = await scratch.plugin(name, answering('1'));
	writeFileSync(join(path, `${name}.wasm`), await module());
	expect((await scratch.ask('plugins.inspect', { target: path })).refusal).toBeNull();
	expect(await scratch.ask('plugins.install', { path })).toMatchObject({ state: 'ready' });
	expect(await scratch.ask('plugins.call', { name, fn: 'process_data', input: '1' })).toMatchObject({ status: 0 });
});
