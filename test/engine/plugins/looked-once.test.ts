import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forkAdapter } from '../../../src/core/runtime/process/fork-adapter.ts';
import type { ProcessAdapter } from '../../../src/core/runtime/process-adapter.ts';
import { openStore } from '../../../src/core/store/open-store.ts';
import { manifestSchema } from '../../../src/shared/plugin/manifest.ts';
import type { PluginRecord } from '../../../src/shared/plugin/plugin-record.ts';
import { reaperEntry, sandboxEntry } from '../../support/built.ts';
import { manyExports } from '../../support/guests/many-exports.ts';
import { body, moduleOf, section } from '../../support/guests/wasm-bytes.ts';
import { wat } from '../../support/guests/wat.ts';
import { answering, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';
import { aPlugin } from '../../support/values/a-plugin.ts';

/** Processes that were started to look at modules. */
let looks = 0;
let scratch: ScratchCore;

beforeEach(async () => {
	const adapter = forkAdapter({ entry: sandboxEntry, reaperEntry });
	const spawn: ProcessAdapter['spawn'] = (options) => {
		if (options.name === 'dataflare-look') looks += 1;
		// The heap that the folder's own modules need, and the evil ones have not.
		return adapter.spawn({ ...options, heapLimitMiB: 16 });
	};
	// The engine ends its adapter with itself; this one outlives restarts.
	scratch = await scratchCore({ watch: false, adapter: { kind: 'fork', memoryWay: 'flag', spawn } });
	looks = 0;
	return () => adapter.dispose?.();
});
afterEach(() => scratch.dispose());

const invalid = (): Uint8Array => moduleOf({ code: section(10, [1], body([0], [0x42, 0, 0x0b])) });

/** Valid, and more than the small heap of these tests holds. */
const hungry = (): Uint8Array => manyExports(98_000);

async function stateOf(name: string): Promise<PluginRecord | undefined> {
	return (await scratch.ask('plugins.list', {})).find((plugin) => plugin.name === name);
}

describe('a file in the plugins folder that cannot be used', () => {
	it.each([
		['invalid', invalid, 'is invalid'],
		['more than the process that looks can hold', hungry, 'ran out of memory'],
		['no plugin', () => moduleOf({ memory: new Uint8Array(0), exports: section(7, [0]) }), 'exports no memory'],
	])('because it is %s costs one look, however often the program starts', async (_, module, words) => {
		const file = join(scratch.pluginsDir, 'evil.wasm');
		writeFileSync(file, module());
		writeFileSync(join(scratch.pluginsDir, 'good.wasm'), await wat(answering('1')));
		await scratch.restart();
		const wanted = { state: 'broken', problem: { code: 'plugin_load', message: expect.stringContaining(words) } };
		expect(await stateOf('evil')).toMatchObject(wanted);
		expect(await stateOf('good')).toMatchObject({ state: 'waiting_for_review' });
		expect(looks).toBeGreaterThan(0);
		looks = 0;
		for (const _again of [1, 2]) {
			await scratch.restart();
			expect(await stateOf('evil')).toMatchObject(wanted);
		}
		// Touched, or copied anew, it is read again; what it holds is known.
		utimesSync(file, new Date(), new Date());
		await scratch.restart();
		writeFileSync(`${file}.new`, module());
		renameSync(`${file}.new`, file);
		await scratch.restart();
		expect(await stateOf('evil')).toMatchObject(wanted);
		expect(looks).toBe(0);
	});

	it('is looked at again when it is another one', async () => {
		const file = join(scratch.pluginsDir, 'evil.wasm');
		writeFileSync(file, invalid());
		await scratch.restart();
		writeFileSync(file, await wat(answering('1')));
		await scratch.restart();
		expect(await stateOf('evil')).toMatchObject({ state: 'waiting_for_review', problem: null });
	});

	it('is looked at again when a person asks, where the look came to nothing', async () => {
		writeFileSync(join(scratch.pluginsDir, 'evil.wasm'), hungry());
		await scratch.restart();
		looks = 0;
		await scratch.ask('plugins.reload', { name: 'evil' });
		expect(looks).toBe(1);
		expect(await stateOf('evil')).toMatchObject({ state: 'broken' });
	});
});

it('a version that an earlier program took and that can never start is not ready any more', async () => {
	const module = invalid();
	const sha256 = createHash('sha256').update(module).digest('hex');
	const folder = join(scratch.pluginsDir, 'old');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'old.wasm'), module);
	const manifest = { name: 'old', type: 'processor', module_path: './old.wasm' } as const;
	writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest));
	await scratch.core().close();
	const store = openStore({ file: join(scratch.folder, 'data/dataflare.db') });
	const current = {
		plugin: 'old',
		sha256,
		manifestSha256: 'ab',
		label: null,
		manifest: manifestSchema.parse(manifest),
		size: module.length,
		firstSeenAt: 1,
		signer: null,
	};
	store.plugins.put(aPlugin('old', { current, grantVersion: 1, folder }));
	store.close();
	await scratch.restart();
	expect(await stateOf('old')).toMatchObject({
		state: 'broken',
		problem: { code: 'plugin_load', details: { reason: 'invalid_code' } },
		failedUpdate: null,
	});
});

it('a grant under which a plugin that waits for it could not even start is refused', async () => {
	await scratch.plugin('large', answering('1').replace('"memory") 1', '"memory") 4'), {}, scratch.pluginsDir);
	await scratch.restart();
	expect(await stateOf('large')).toMatchObject({ state: 'waiting_for_review' });
	const policy = { max_memory: 65_536 };
	const refused = await scratch.fail('policy.set', { name: 'large', policy, author: 'test', note: '' });
	expect(refused).toMatchObject({ code: 'memory_limit', details: { reason: 'memory_minimum' } });
	expect(await stateOf('large')).toMatchObject({ state: 'waiting_for_review' });
});
