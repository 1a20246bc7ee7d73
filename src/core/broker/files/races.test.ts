import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestGuest, testGuest } from '../../../../test/support/guests/broker-guest.ts';
import { hostStatus } from '../../../shared/host/abi.ts';
import { right } from '../../../shared/wasm/wasi/rights.ts';

/** Makes a name a link (or, `anew`, another file) and itself again as fast as it can until its input ends, in a process of its own. */
const swapper = `
	const { renameSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
	const [, at, target, kind] = process.argv;
	process.stdin.on('data', () => {}).on('end', () => process.exit());
	const move = (from, to) => {
		for (;;) {
			try {
				return renameSync(from, to);
			} catch {
				try {
					rmSync(to, { recursive: true, force: true });
				} catch {}
			}
		}
	};
	const pause = () => {
		const until = performance.now() + Math.random() * 0.3;
		while (performance.now() < until);
	};
	const turns = {
		folder() {
			move(at, at + '.kept');
			symlinkSync(target, at + '.link');
			move(at + '.link', at);
			pause();
			move(at, at + '.link');
			rmSync(at + '.link', { recursive: true });
			move(at + '.kept', at);
			pause();
		},
		file() {
			writeFileSync(at + '.new', 'granted');
			move(at + '.new', at);
			pause();
			symlinkSync(target, at + '.link');
			move(at + '.link', at);
			pause();
		},
	};
	turns.anew = () => {
		writeFileSync(at + '.new', 'granted');
		move(at + '.new', at);
	};
	process.stdout.write('ready');
	const spin = () => {
		for (let i = 0; i < 50; i++) turns[kind]();
		setImmediate(spin);
	};
	spin();
`;

let guest: TestGuest;
let swapping: ChildProcess | undefined;

beforeEach(() => {
	guest = testGuest({ allow_file_system: true, allowed_paths: ['./data/'] });
	mkdirSync(join(guest.home, 'data/sub'), { recursive: true });
	writeFileSync(join(guest.home, 'data/sub/x'), 'granted');
	mkdirSync(join(guest.home, 'data/sub/deep'));
	mkdirSync(join(guest.root, 'outside/deep'), { recursive: true });
	writeFileSync(join(guest.root, 'outside/x'), 'secret');
});

afterEach(async () => {
	const child = swapping;
	swapping = undefined;
	if (child !== undefined && child.exitCode === null) {
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.stdin?.end();
		await gone;
	}
	guest.remove();
});

/**
 * `folder`: `data/sub` becomes a link to the folder outside; `file`: `data/sub/x` to the file there; `anew`: another file
 * takes its place.
 */
async function swap(kind: 'folder' | 'file' | 'anew'): Promise<void> {
	const [at, target] = kind === 'folder' ? ['sub', 'outside'] : ['sub/x', 'outside/x'];
	const args = ['-e', swapper, join(guest.home, 'data', at), join(guest.root, target), kind];
	const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
	swapping = child;
	await new Promise((resolve) => child.stdout.once('data', resolve));
}

describe.runIf(process.platform !== 'win32')('a link swapped in while a request is under way', () => {
	it.each(['folder', 'file'] as const)('in place of a %s never lets a byte from outside be read', async (kind) => {
		await swap(kind);
		const seen = new Map<string | number, number>();
		const until = Date.now() + 1_000;
		// On a busy machine one side may not get its turn for a while.
		while (Date.now() < until || !seen.has('granted') || !seen.has(hostStatus.permissionDenied)) {
			const answers = await Promise.all(Array.from({ length: 8 }, () => guest.read('data/sub/x')));
			for (const answer of answers) seen.set(answer, (seen.get(answer) ?? 0) + 1);
		}
		expect(seen.get('secret')).toBeUndefined();
	});

	it.each(['folder', 'file'] as const)('in place of a %s never lets a byte be written outside', async (kind) => {
		await swap(kind);
		const seen = new Set<number>();
		const until = Date.now() + 1_000;
		for (let turn = 0; Date.now() < until; turn++) {
			seen.add(await guest.write('data/sub/x', 'granted', turn % 2 === 0 ? 'append' : 'replace'));
			seen.add(await guest.write(`data/sub/deep/${turn}`, 'granted'));
		}
		expect(readdirSync(join(guest.root, 'outside'))).toEqual(['deep', 'x']);
		expect(readdirSync(join(guest.root, 'outside/deep'))).toEqual([]);
		expect(readFileSync(join(guest.root, 'outside/x'), 'utf8')).toBe('secret');
		expect(seen).toContain(hostStatus.ok);
		expect(swapping?.exitCode).toBeNull();
	});

	it('never lets the names outside be listed', async () => {
		writeFileSync(join(guest.root, 'outside/deep/secret-name'), '');
		writeFileSync(join(guest.home, 'data/sub/deep/own-name'), '');
		await swap('folder');
		const listed = new Set<string>();
		const until = Date.now() + 700;
		const hasOwn = (): boolean => [...listed].some((answer) => answer.includes('own-name'));
		while (Date.now() < until || !hasOwn()) listed.add(JSON.stringify(await guest.list('data/sub/deep')));
		expect([...listed].filter((answer) => answer.includes('secret-name'))).toEqual([]);
	});
});

describe.runIf(process.platform !== 'win32')('a file that is replaced without a pause', () => {
	it('is there for every reader, whichever of them is open at that moment', async () => {
		await swap('anew');
		const seen = new Set<string | number>();
		const until = Date.now() + 500;
		while (Date.now() < until) {
			for (const answer of await Promise.all(Array.from({ length: 8 }, () => guest.read('data/sub/x'))))
				seen.add(answer);
		}
		expect([...seen]).toEqual(['granted']);
	});

	it('is there for a WASI guest that opens it', async () => {
		await swap('anew');
		const { data } = await guest.ask({ op: 'wasi_begin' });
		const [folder] = JSON.parse(Buffer.from(data ?? []).toString()) as { readonly handle: number }[];
		const request = { op: 'wasi_open_read', dir: folder?.handle ?? -1, how: 1, inheriting: 0 } as const;
		const statuses = new Set<number>();
		const until = Date.now() + 500;
		while (Date.now() < until) {
			const opened = await guest.ask({ ...request, path: 'sub/x', rights: right.fdRead });
			statuses.add(opened.status);
			if (opened.status < 0) continue;
			const { handle } = JSON.parse(Buffer.from(opened.data ?? []).toString()) as { readonly handle: number };
			const read = await guest.ask({ op: 'wasi_read', handle, offset: 0, max: 16 });
			expect(Buffer.from(read.data ?? []).toString()).toBe('granted');
			await guest.ask({ op: 'wasi_close', handle });
		}
		expect([...statuses].filter((status) => status < 0)).toEqual([]);
	});
});
