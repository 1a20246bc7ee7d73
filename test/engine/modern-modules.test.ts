import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assemble } from '../spec-suite/assemble.ts';
import { modernParts, modernProcessor } from '../spec-suite/modern-modules.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
});
afterAll(() => scratch.dispose());

it.each(modernParts)(
	'a plugin that uses $feature is told of and runs',
	async ({ feature, with: more = [], fields }) => {
		const name = feature.replaceAll('_', '-');
		const path = join(scratch.folder, `${name}.wasm`);
		writeFileSync(path, await assemble(modernProcessor(fields)));
		const { analysis, refusal } = await scratch.ask('plugins.inspect', { target: path });
		expect(refusal).toBeNull();
		expect(analysis.anatomy?.features).toEqual(expect.arrayContaining([feature, ...more]));
		await scratch.ask('plugins.install', { path });
		const call = { name, fn: 'process_data', input: '{}' };
		// A fresh instance, and the same one again.
		expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: 42 });
		expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: 42 });
	},
);
