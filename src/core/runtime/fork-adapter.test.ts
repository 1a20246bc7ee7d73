import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeAdapterContract } from '../../../test/support/adapter-contract.ts';
import { reaperEntry } from '../../../test/support/built.ts';
import { forkAdapter } from './fork-adapter.ts';
import type { ProcessAdapter, ProcessExit, SandboxProcess } from './process-adapter.ts';

const contractChild = join(import.meta.dirname, '../../../test/support/contract-child.mts');

describeAdapterContract('fork', () => forkAdapter({ entry: contractChild, reaperEntry }));

const exitOf = (process: SandboxProcess): Promise<ProcessExit> => new Promise((resolve) => process.onExit(resolve));
const messageOf = (process: SandboxProcess): Promise<unknown> => new Promise((resolve) => process.onMessage(resolve));

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

	function spawn(source: string, options: { execPath?: string; reaperEntry?: string } = {}): SandboxProcess {
		const entry = join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
		writeFileSync(entry, source);
		const adapter = forkAdapter({ entry, reaperEntry, ...options });
		adapters.push(adapter);
		return adapter.spawn({ name: 'test', heapLimitMiB: 32 });
	}

	it('sees an empty environment, none of the parent’s flags, and may touch nothing', async () => {
		const child = spawn(`
			import fs from 'node:fs';
			const attempt = (run) => { try { run(); return 'allowed'; } catch (error) { return error.code; } };
			const { spawnSync } = await import('node:child_process');
			process.on('message', () => process.send({
				env: Object.keys(process.env),
				flags: process.execArgv.map((flag) => flag.split('=')[0]).sort(),
				read: attempt(() => fs.readFileSync('/etc/hostname')),
				write: attempt(() => fs.writeFileSync('/tmp/never', '')),
				spawn: attempt(() => spawnSync('true')),
			}));
		`);
		child.post('report');
		expect(await messageOf(child)).toEqual({
			env: [],
			flags: [
				'--allow-fs-read',
				'--disable-sigusr1',
				'--disallow-code-generation-from-strings',
				'--max-old-space-size',
				'--no-warnings',
				'--permission',
			],
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
			const child = spawn(`
			import fs from 'node:fs';
			const held = fs.openSync(import.meta.filename, 'r');
			const attempt = (run) => { try { run(); return 'allowed'; } catch (error) { return error.code; } };
			process.on('message', () => process.send({
				read: attempt(() => fs.readSync(held, Buffer.alloc(4))),
				open: attempt(() => fs.openSync(import.meta.filename, 'r')),
				dup: attempt(() => fs.openSync('/proc/self/fd/' + held, 'r')),
			}));
			process.send('up');
		`);
			expect(await messageOf(child)).toBe('up');
			expect(await child.confine?.()).toEqual(
				expect.arrayContaining(['no-new-descriptors', 'no-file-growth', 'no-core-dumps']),
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

	it('that writes garbage to its channel is killed, and the parent lives', async () => {
		const child = spawn(`
			import fs from 'node:fs';
			const bytes = Buffer.alloc(40, 7);
			bytes.writeUInt32BE(36, 0);
			fs.writeSync(Number(process.channel?.fd ?? 3), bytes);
			setInterval(() => {}, 1000);
		`);
		expect(await exitOf(child)).toMatchObject({ signal: 'SIGKILL', lie: 'bytes that no frame is made of' });
	});

	it('that claims to pass a handle is not believed', async () => {
		const child = spawn(`
			process.send({ cmd: 'NODE_HANDLE', type: 'no such type' });
			process.send('and on');
			setInterval(() => {}, 1000);
		`);
		expect(await messageOf(child)).toBe('and on');
		child.kill();
		await exitOf(child);
	});

	it('whose Node does not exist is reported as an exit with the reason', async () => {
		const child = spawn('', { execPath: join(folder, 'no-node') });
		expect(await exitOf(child)).toMatchObject({ code: null, error: expect.stringContaining('ENOENT') });
	});

	it('does not get a message when the reaper cannot run', async () => {
		const broken = join(folder, 'broken-reaper.mjs');
		writeFileSync(broken, 'process.exit(7)');
		const entry = join(folder, 'waits.mjs');
		writeFileSync(entry, 'process.on("message", (m) => process.send(m)); setInterval(() => {}, 1000);');
		const adapter = forkAdapter({ entry, reaperEntry: broken });
		adapters.push(adapter);
		const first = adapter.spawn({ name: 'test', heapLimitMiB: 32 });
		await new Promise((resolve) => setTimeout(resolve, 600));
		const second = adapter.spawn({ name: 'test', heapLimitMiB: 32 });
		let answered = false;
		second.onMessage(() => {
			answered = true;
		});
		second.post('hello');
		expect(await exitOf(second)).toMatchObject({ error: expect.stringContaining('reaper') });
		expect(answered).toBe(false);
		first.kill();
		await exitOf(first);
	});
});
