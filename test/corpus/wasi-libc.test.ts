import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type TestGuest, testGuest } from '../support/guests/broker-guest.ts';
import { buildsWasi, buildWasi } from '../support/wasi/build.ts';
import { runOnce, wasiGuest } from '../support/wasi/wasi-guest.ts';

const granted = { allow_file_system: true, allowed_paths: ['./data/'] };

let before: TestGuest;
afterEach(() => before.remove());

describe.runIf(buildsWasi)('a program of the C library', () => {
	let module: Uint8Array;
	beforeAll(() => {
		module = buildWasi('files.c');
	});

	async function run(args: readonly string[], grant: Parameters<typeof testGuest>[0] = granted): Promise<string> {
		const guest = await wasiGuest(module, grant, { before, args: ['files', ...args] });
		return runOnce(guest).catch((error: unknown) => `${(error as Error).message} ${guest.logs.join(' ')}`);
	}

	it('finds its files as POSIX has them', async () => {
		before = testGuest(granted);
		expect(await run([])).toBe('"as POSIX has it"\n');
	});

	it('that reads little at a time asks seldom', async () => {
		before = testGuest(granted);
		mkdirSync(join(before.home, 'data'));
		writeFileSync(join(before.home, 'data/large'), Buffer.alloc(8 * 1024 * 1024));
		expect(await run(['read'])).toBe(`${8 * 1024 * 1024}\n`);
		const reads = before.calls.filter(({ op }) => op === 'wasi_read');
		expect(reads.length).toBeLessThan(80);
		expect(Math.max(...reads.map(({ bytes }) => bytes))).toBeLessThanOrEqual(256 * 1024);
	});

	it('is told of a full account by a write or by its close', async () => {
		before = testGuest({ ...granted, max_write_bytes: 200_000 });
		expect(await run(['full'], before.grant)).toBe('"full"\n');
		expect(before.calls.some(({ denied }) => denied?.kind === 'write_limit')).toBe(true);
	});

	it('that ends without closing a file has written it', async () => {
		before = testGuest(granted);
		expect(await run(['unclosed'])).toBe('');
		expect(readFileSync(join(before.home, 'data/unclosed'), 'utf8')).toBe('kept');
	});

	it('finds nothing where nothing is granted', async () => {
		before = testGuest({});
		expect(await run([], {})).toContain('exited with code 1');
	});
});
