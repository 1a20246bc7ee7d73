import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { wat } from '../support/guests/wat.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const source = `(module (memory (export "memory") 1) (func (export "read_data") (result i32) (i32.const 0)))`;
const stage = (fn: string): string =>
	`(module (memory (export "memory") 1) (func (export "${fn}") (param i32 i32) (result i32) (i32.const 0)))`;

const texts = { type: 'object', properties: { price: { type: 'string' } }, required: ['price'] };
const numbers = { type: 'object', properties: { price: { type: 'number' } }, required: ['price'] };

async function install(name: string, type: string, text: string, more: object): Promise<void> {
	const folder = join(scratch.folder, 'given', name);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'm.wasm'), await wat(text));
	writeFileSync(join(folder, 'plugin.json'), JSON.stringify({ name, type, module_path: './m.wasm', ...more }));
	await scratch.ask('plugins.install', { path: folder });
}

const chainOf = (...names: readonly string[]) => ({
	chain: { definition: { name: 'prices', components: names.map((name) => ({ name })) } },
});

it('a chain of stages whose records cannot be both is refused before it runs, through what changes nothing', async () => {
	await install('rates', 'source', source, { output_schema: texts });
	await install('keep', 'filter', stage('filter_data'), {});
	await install('round', 'transformer', stage('transform_data'), { input_schema: numbers });
	await install('parse', 'transformer', stage('transform_data'), { input_schema: texts, output_schema: numbers });
	await install('free', 'transformer', stage('transform_data'), {});

	const { problem } = await scratch.ask('chains.check', chainOf('rates', 'keep', 'round'));
	expect(problem).toMatchObject({
		code: 'configuration',
		message:
			'components[2] of chain prices: round takes no record that rates gives (price: rates gives string, round takes number).',
		hint: expect.stringMatching(/\w/),
		details: { reason: 'chain_types', plugin: 'round', before: 'rates', path: 'price', component: 2 },
	});
	expect((await scratch.fail('chains.run', chainOf('rates', 'round'))).details).toMatchObject({
		reason: 'chain_types',
	});

	// What changes the records says what they are from then on; of one that says nothing, nothing is claimed.
	for (const names of [
		['rates', 'keep', 'parse', 'keep', 'round'],
		['rates', 'free', 'round'],
		['rates', 'keep'],
	]) {
		expect((await scratch.ask('chains.check', chainOf(...names))).problem).toBeNull();
	}
});
