import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { reaperEntry } from '../../../../test/support/built.ts';
import { standalone } from '../../../../test/support/guests/standalone.ts';
import { describeAdapterContract } from '../../../../test/support/processes/adapter-contract.ts';
import type { OsProcess, ProcessAdapter, ProcessExit } from '../process-adapter.ts';
import { forkAdapter } from './fork-adapter.ts';

const contractChild = join(import.meta.dirname, '../../../../test/support/processes/contract-entry.mts');

describeAdapterContract('fork', async () =>
	forkAdapter({ entry: await standalone({ file: contractChild }), reaperEntry }),
);

const exitOf = (process: OsProcess): Promise<ProcessExit> => new Promise((resolve) => process.onExit(resolve));
const messageOf = (process: OsProcess): Promise<unknown> => new Promise((resolve) => process.onMessage(resolve));

describe('a forked sandbox', () => {
	let folder: string;
	const adapters: ProcessAdapter[] = [];

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'dataflare-fork-'));
	});
	afterAll(async () => {
		await Promise.all(adapters.map((adapter) => adapter.dispose?.()));
		await rm(folder, { recursive: true });
	});

	async function spawn(source: string, options: { execPath?: string; closeGraceMs?: number } = {}): Promise<OsProcess> {
		const entry = await standalone({ source });
		const adapter = forkAdapter({ entry, reaperEntry, ...options });
		adapters.push(adapter);
		return adapter.spawn({ name: 'test', heapLimitMiB: 32 });
	}

	it('sees an empty environment, none of the parent’s flags, and may touch nothing', async () => {
		const child = await spawn(`
			import fs from 'node:fs';
			const attempt = (run) => { try { run(); return 'allowed'; } catch (error) { return error.code; } };
			const { spawnSync } = await import('node:child_process');
			port.onMessage(() => port.post({
				env: Object.entries(process.env).map(([name, value]) => name + '=' + value),
				flags: process.execArgv.map((flag) => flag.split('=')[0]).sort(),
				read: attempt(() => fs.readFileSync('/etc/hostname')),
				write: attempt(() => fs.writeFileSync('/tmp/never', '')),
				spawn: attempt(() => spawnSync('true')),
			}));
		`);
		child.post('report');
		const told = (await messageOf(child)) as { readonly env: readonly string[] };
		// Nothing of the parent's: what keeps a library from a file, and where bubblewrap started it.
		const known = ['OPENSSL_CONF=/nonexistent', 'PWD=/'];
		expect(known).toEqual(expect.arrayContaining([...told.env]));
		expect({ ...told, env: [] }).toEqual({
			env: [],
			flags: ['--allow-fs-read', '--disable-sigusr1', '--max-old-space-size', '--no-warnings', '--permission'],
			read: 'ERR_ACCESS_DENIED',
			write: 'ERR_ACCESS_DENIED',
			spawn: 'ERR_ACCESS_DENIED',
		});
		child.kill();
		await exitOf(child);
	});

	it.runIf(process.platform === 'linux')(
		'that is confined opens, writes and keeps nothing, permission model or not',
		async () => {
			const child = await spawn(`
			import fs from 'node:fs';
			const held = fs.openSync(import.meta.filename, 'r');
			const attempt = (run) => { try { run(); return 'allowed'; } catch (error) { return error.code; } };
			port.onMessage(() => port.post({
				read: attempt(() => fs.readSync(held, Buffer.alloc(4))),
				open: attempt(() => fs.openSync(import.meta.filename, 'r')),
				dup: attempt(() => fs.openSync('/proc/self/fd/' + held, 'r')),
			}));
			port.post('up');
		`);
			expect(await messageOf(child)).toBe('up');
			expect(await child.confine?.()).toEqual(
				expect.arrayContaining(['no-new-privileges', 'no-new-descriptors', 'no-file-growth', 'no-core-dumps']),
			);
			const answer = messageOf(child);
			child.post('report');
			expect(await answer).toEqual({
				read: 'allowed',
				open: 'EMFILE',
				dup: expect.stringMatching(/EMFILE|ERR_ACCESS_DENIED/),
			});
			child.kill();
			await exitOf(child);
		},
	);

	it.runIf(process.platform === 'linux')('that is lowered runs behind others, with every thread it has', async () => {
		const child = await spawn(`port.post('up'); port.onMessage(() => {});`);
		expect(await messageOf(child)).toBe('up');
		child.lower?.();
		const nice = (thread: string): string | undefined =>
			readFileSync(`/proc/${child.pid}/task/${thread}/stat`, 'utf8').split(') ')[1]?.split(' ')[16];
		expect(new Set(readdirSync(`/proc/${child.pid}/task`).map(nice))).toEqual(new Set(['5']));
		// Where sessions are scheduled as groups, the whole session; the kernel takes it at once or a little later.
		const session = `/proc/${child.pid}/autogroup`;
		if (existsSync(session)) await vi.waitFor(() => expect(readFileSync(session, 'utf8')).toContain('nice 5'), 5_000);
		child.kill();
		await exitOf(child);
		child.lower?.();
	});

	it.each([
		['no message at all', 'prefix(40, 0), Buffer.alloc(40, 7)', 'bytes that no frame is made of'],
		['a message that claims to be endless', 'prefix(2 ** 32 - 1, 2 ** 32 - 1)', 'a message of more than'],
		['arrays that are longer than what follows', 'whole([new Uint8Array(9)], 3)', 'longer than what follows'],
	])('that writes %s to its channel is killed, and the parent lives', async (_what, bytes, reason) => {
		const child = await spawn(`
			import fs from 'node:fs';
			import v8 from 'node:v8';
			const prefix = (head, bulk) => {
				const bytes = Buffer.alloc(8);
				bytes.writeUInt32LE(head, 0);
				bytes.writeUInt32LE(bulk, 4);
				return bytes;
			};
			const whole = (value, bulk) => {
				const writer = new (class extends v8.DefaultSerializer {
					_writeHostObject(array) {
						this.writeUint32(0);
						this.writeUint32(array.length);
					}
				})();
				writer.writeHeader();
				writer.writeValue(value);
				const head = writer.releaseBuffer();
				return Buffer.concat([prefix(head.length, bulk), head]);
			};
			fs.writeSync(4, Buffer.concat([${bytes}].flat()));
			setInterval(() => {}, 1000);
		`);
		expect(await exitOf(child)).toMatchObject({ signal: 'SIGKILL', lie: expect.stringContaining(reason) });
	});

	it.each(['SIGKILL', 'of itself'])(
		'tells its end as soon as its streams are read (%s), and waits for nothing else',
		async (how) => {
			// So long a grace that the test fails where the end is told by it.
			const child = await spawn(`port.onMessage(() => process.exit(3));`, { closeGraceMs: 3_600_000 });
			if (how === 'SIGKILL') child.kill();
			else child.post('go');
			expect(await exitOf(child)).toMatchObject(how === 'SIGKILL' ? { signal: 'SIGKILL' } : { code: 3 });
		},
	);

	it('that closes its channel or fills the wrong end of it harms nobody', async () => {
		const child = await spawn(`
			import fs from 'node:fs';
			port.post('first');
			fs.write(3, Buffer.alloc(1 << 20, 7), () => {});
			port.onMessage((message) => port.postLast(message, () => process.exit(5)));
		`);
		expect(await messageOf(child)).toBe('first');
		child.post('last');
		expect(await messageOf(child)).toBe('last');
		expect(await exitOf(child)).toMatchObject({ code: 5 });
	});

	it('whose Node does not exist is reported as an exit with the reason', async () => {
		const child = await spawn('', { execPath: join(folder, 'no-node') });
		expect(await exitOf(child)).toMatchObject({ code: null, error: expect.stringContaining('ENOENT') });
	});

	it('does not get a message when the reaper cannot run', async () => {
		const broken = join(folder, 'broken-reaper.mjs');
		writeFileSync(broken, 'process.exit(7)');
		const entry = await standalone({ source: 'port.onMessage((message) => port.post(message));' });
		const adapter = forkAdapter({ entry, reaperEntry: broken });
		adapters.push(adapter);
		const first = adapter.spawn({ name: 'test', heapLimitMiB: 32 });
		let exit: ProcessExit | undefined;
		let answered = false;
		// How long the reaper takes to end three times, the machine decides.
		while (exit === undefined) {
			const next = adapter.spawn({ name: 'test', heapLimitMiB: 32 });
			answered = false;
			next.onMessage(() => {
				answered = true;
			});
			next.post('hello');
			exit = await Promise.race([
				exitOf(next),
				new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 1_000)),
			]);
			next.kill();
		}
		expect(exit).toMatchObject({ error: expect.stringContaining('reaper') });
		expect(answered).toBe(false);
		first.kill();
		await exitOf(first);
	});
});
