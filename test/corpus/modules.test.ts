import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { lookHere } from '../support/guests/look-here.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { isLarge, moduleCases } from './cases/modules.ts';

const limits = {
	memory_limit: 1_048_576,
	timeout_ms: 8_000,
	security_policy: { max_memory: 1_048_576, max_execution_time: 8_000 },
};
const casesOf = (memoryWay: 'flag' | 'rewrite') =>
	moduleCases
		.map((one, index) => ({ ...one, name: `module-${index}` }))
		// What is refused when it is looked at has no memory that could be limited.
		.filter((one) => memoryWay === 'flag' || (!isLarge(one) && lookHere(one.module()).problems.length === 0));
const call = (name: string) => ({ name, fn: 'process_data', input: '{}' });

describe.each(['flag', 'rewrite'] as const)('a module (its memory limited by %s) that', (memoryWay) => {
	let scratch: ScratchCore;
	beforeAll(async () => {
		scratch = await scratchCore({
			watch: false,
			adapter: forkAdapter({ entry: sandboxEntry, reaperEntry, memoryWay }),
		});
		await scratch.ask('plugins.install', { path: await scratch.plugin('neighbour', answering('"well"')) });
	});
	afterAll(() => scratch.dispose());

	it.each(casesOf(memoryWay))(
		'$what is met with $expected, and its neighbour works on',
		async ({ name, module, expected }) => {
			const folder = join(scratch.folder, 'made', name);
			mkdirSync(folder, { recursive: true });
			writeFileSync(join(folder, `${name}.wasm`), module());
			writeFileSync(
				join(folder, 'plugin.json'),
				JSON.stringify({ name, type: 'processor', module_path: `./${name}.wasm`, ...limits }),
			);
			const installed = await scratch.core().request('plugins.install', { path: folder });
			const answer = installed.ok ? await scratch.core().request('plugins.call', call(name)) : installed;
			expect(answer.ok ? 'ok' : answer.error.code).toBe(expected);
			if (!answer.ok) expect(JSON.stringify(answer.error).length).toBeLessThan(50_000);
			await scratch.core().request('plugins.uninstall', { name });
			expect(await scratch.ask('plugins.call', call('neighbour'))).toMatchObject({ value: 'well' });
		},
	);
});
