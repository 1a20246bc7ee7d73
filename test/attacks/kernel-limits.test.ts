import { afterEach, describe, expect, it } from 'vitest';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import type { OsProcess, ProcessAdapter } from '../../src/core/runtime/process-adapter.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { runCli } from '../support/terminal/cli.ts';

let scratch: ScratchCore;
afterEach(() => scratch.dispose());

/** A system on which the kernel's limits cannot be set, or were not in time. */
function without(method: 'confine' | 'boundMemory'): ProcessAdapter {
	const adapter = forkAdapter({ entry: sandboxEntry, reaperEntry });
	return {
		...adapter,
		spawn(options) {
			const process: OsProcess = adapter.spawn(options);
			Object.defineProperty(process, method, { value: async () => [] });
			return process;
		},
	};
}

const call = { name: 'sample', fn: 'process_data', input: '{}' };

async function open(adapter?: ProcessAdapter): Promise<void> {
	scratch = await scratchCore({ watch: false, ...(adapter === undefined ? {} : { adapter }) });
	await scratch.ask('plugins.install', { path: await scratch.plugin('sample', answering('"well"')) });
}

describe('kernel limits', () => {
	it.each(['confine', 'boundMemory'] as const)(
		'that are required and not there (%s) keep a plugin from being loaded, and are not missed otherwise',
		async (method) => {
			await open(without(method));
			await scratch.ask('plugins.call', call);
			await scratch.restart();
			await scratch.ask('settings.set', { key: 'require_kernel_limits', value: true });
			const error = await scratch.fail('plugins.call', call);
			expect(error).toMatchObject({ code: 'runtime', details: { reason: 'kernel_limits_missing', plugin: 'sample' } });
			const missing = method === 'confine' ? 'no-new-descriptors' : 'bounded-memory';
			expect(error.details?.['missing']).toContain(missing);
			expect(error.hint).toContain('require_kernel_limits');
			await scratch.ask('settings.set', { key: 'require_kernel_limits', value: false });
			expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: 'well' });
		},
	);

	it.each(['confine', 'boundMemory'] as const)(
		'that are required and not there (%s) keep a new module from being looked at',
		async (method) => {
			await open(without(method));
			const path = await scratch.plugin('other', answering('"other"'));
			await scratch.ask('settings.set', { key: 'require_kernel_limits', value: true });
			const error = await scratch.fail('plugins.inspect', { target: path });
			expect(error).toMatchObject({ code: 'runtime', details: { reason: 'look_limits_missing' } });
			expect(error.hint).toContain('require_kernel_limits');
			await scratch.ask('settings.set', { key: 'require_kernel_limits', value: false });
			expect(await scratch.ask('plugins.inspect', { target: path })).toMatchObject({ analysis: { problems: [] } });
		},
	);

	it.runIf(process.platform === 'linux')('that are required and there are told of by the sandbox', async () => {
		await open();
		await scratch.ask('settings.set', { key: 'require_kernel_limits', value: true });
		await scratch.ask('plugins.inspect', { target: await scratch.plugin('other', answering('"other"')) });
		expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: 'well' });
		const [sandbox] = (await scratch.ask('sandboxes.list', {})).filter(({ plugin }) => plugin === 'sample');
		expect(sandbox?.layers).toEqual(
			expect.arrayContaining(['no-new-descriptors', 'no-file-growth', 'no-core-dumps', 'bounded-memory']),
		);
	});

	it('are required from the command line', async () => {
		await open();
		const data = scratch.folder;
		expect(await runCli(data, ['settings', 'set', 'require_kernel_limits', 'true'])).toMatchObject({ code: 0 });
		expect((await runCli(data, ['settings', 'get', 'require_kernel_limits'])).out.trim()).toBe('true');
		expect((await runCli(data, ['settings', 'list'])).out).toMatch(/require_kernel_limits +true/);
		expect(await runCli(data, ['settings', 'set', 'require_kernel_limits', 'maybe'])).toMatchObject({ code: 2 });
		expect(await runCli(data, ['settings', 'get', 'require_kernel'])).toMatchObject({ code: 1 });
	});
});
