import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/api/routes.ts';
import type { Envelope } from '../../src/shared/errors/result.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

const hungry = join(import.meta.dirname, '../support/processes/hungry-child.mts');
const call = { fn: 'process_data', input: '1' } as const;

/** Makes packages; its own engine has nothing to do with the matter. */
let scratch: ScratchCore;
let child: ChildProcess;
let last = 0;
beforeEach(async () => {
	scratch = await scratchCore();
	const script = 'ulimit -n 90; exec "$@"';
	const args = [process.execPath, '--no-warnings', hungry, join(scratch.folder, 'hungry'), sandboxEntry, reaperEntry];
	child = spawn('sh', ['-c', script, 'sh', ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
	await once(child, 'message');
});
afterEach(async () => {
	const gone = once(child, 'exit');
	child.disconnect();
	expect(await gone).toEqual([0, null]);
	await scratch.dispose();
});

function exchange(message: object, id: number): Promise<unknown> {
	return new Promise((resolve) => {
		const listen = (answer: { readonly id: number; readonly answer: unknown }): void => {
			if (answer.id !== id) return;
			child.off('message', listen);
			resolve(answer.answer);
		};
		child.on('message', listen);
		child.send(message);
	});
}

const request = <N extends RouteName>(route: N, input: RouteInput<N>): Promise<Envelope<RouteOutput<N>>> => {
	const id = ++last;
	return exchange({ id, route, input }, id) as Promise<Envelope<RouteOutput<N>>>;
};
const eat = (on: boolean): Promise<unknown> => exchange({ eat: on }, -1);

describe.skipIf(process.platform === 'win32')('a program that has no file descriptor left', () => {
	it('refuses what needs one in words, answers what needs none, and goes on when there are some again', async () => {
		const path = await scratch.plugin('first', answering('"first"'));
		expect(await request('plugins.install', { path })).toMatchObject({ ok: true });
		expect(await request('plugins.call', { name: 'first', ...call })).toMatchObject({ data: { value: 'first' } });
		const second = await scratch.plugin('second', answering('"second"'));
		const third = await scratch.plugin('third', answering('"third"'));
		expect(await request('plugins.install', { path: third })).toMatchObject({ ok: true });
		expect(await request('plugins.call', { name: 'third', ...call })).toMatchObject({ data: { value: 'third' } });
		const fourth = await scratch.plugin('fourth', answering('"fourth"'));
		expect(await request('plugins.install', { path: fourth })).toMatchObject({ ok: true });
		const sandboxes = await request('sandboxes.list', {});
		expect(await eat(true)).toBeGreaterThan(10);
		const generation = sandboxes.ok ? sandboxes.data.find(({ plugin }) => plugin === 'third')?.generation : 0;
		expect(await request('sandboxes.stop', { generation: generation ?? 0 })).toMatchObject({ data: { stopped: true } });
		// What its end gave back.
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(await eat(true)).toBeGreaterThan(10);
		// Its process runs already.
		expect(await request('plugins.call', { name: 'first', ...call })).toMatchObject({ data: { value: 'first' } });
		expect(await request('plugins.list', {})).toMatchObject({
			data: [{ name: 'first' }, { name: 'fourth' }, { name: 'third' }],
		});
		// No process can be had, and no module that is not in use.
		expect(await request('plugins.call', { name: 'third', ...call })).toMatchObject({
			error: { code: 'runtime', message: expect.stringMatching(/could not be started: .*EMFILE/) },
		});
		expect(await request('plugins.call', { name: 'fourth', ...call })).toMatchObject({
			error: { code: expect.stringMatching(/^(runtime|storage)$/), message: expect.stringContaining('EMFILE') },
		});
		const install = await request('plugins.install', { path: second });
		expect(install).toMatchObject({ error: { message: expect.stringMatching(/EMFILE|too many/i) } });
		expect(await eat(false)).toBe(0);
		expect(await request('plugins.call', { name: 'third', ...call })).toMatchObject({ data: { value: 'third' } });
		expect(await request('plugins.install', { path: second })).toMatchObject({ ok: true });
		expect(await request('plugins.call', { name: 'second', ...call })).toMatchObject({ data: { value: 'second' } });
		expect(await request('plugins.list', {})).toMatchObject({
			data: ['first', 'fourth', 'second', 'third'].map((name) => ({ name, state: 'ready', failedUpdate: null })),
		});
		expect(await request('runs.list', { status: 'running' })).toMatchObject({ data: { total: 0 } });
	});

	it('takes no plugin of the folder for gone or broken while its files cannot be read', async () => {
		const path = await scratch.plugin('stays', answering('"here"'));
		await request('plugins.install', { path });
		await eat(true);
		// The folder is read again every two seconds.
		await new Promise((resolve) => setTimeout(resolve, 2_600));
		await eat(false);
		await new Promise((resolve) => setTimeout(resolve, 600));
		expect(await request('plugins.list', {})).toMatchObject({
			data: [{ name: 'stays', state: 'ready', failedUpdate: null, problem: null }],
		});
		expect(await request('plugins.call', { name: 'stays', ...call })).toMatchObject({ data: { value: 'here' } });
	});
});
