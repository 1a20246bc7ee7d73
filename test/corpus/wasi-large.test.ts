import { linkSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostRequest } from '../../src/shared/sandbox/frames.ts';
import { errno } from '../../src/shared/wasm/wasi/errno.ts';
import { type TestGuest, testGuest } from '../support/guests/broker-guest.ts';
import { runOnce, wasiGuest } from '../support/wasi/wasi-guest.ts';

const granted = { allow_file_system: true, allowed_paths: ['./data/'] };

let before: TestGuest;
beforeEach(() => {
	before = testGuest(granted);
	mkdirSync(join(before.home, 'data'));
});
afterEach(() => before.remove());

const imports = [
	['fd_readdir', 'i32 i32 i32 i64 i32'],
	['fd_write', 'i32 i32 i32 i32'],
	['fd_read', 'i32 i32 i32 i32'],
	['fd_seek', 'i32 i64 i32 i32'],
	['path_open', 'i32 i32 i32 i32 i32 i64 i64 i32 i32'],
]
	.map(([name, params]) => `(import "wasi_snapshot_preview1" "${name}" (func $${name} (param ${params}) (result i32)))`)
	.join('\n');

/** A program that says a number: `body` leaves it in `$said`. The first mebibyte is its own, the others are for data. */
const saying = (body: string, pages = 48): string => `(module ${imports} (memory (export "memory") ${pages})
	(data (i32.const 64) "file")
	(func $vector (param $index i32) (param $at i32) (param $length i32)
		(i32.store (i32.add (i32.const 4096) (i32.mul (local.get $index) (i32.const 8))) (local.get $at))
		(i32.store (i32.add (i32.const 4100) (i32.mul (local.get $index) (i32.const 8))) (local.get $length)))
	(func $file (result i32)
		(if (call $path_open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 4) (i32.const 1)
				(i64.const 0x46) (i64.const 0) (i32.const 0) (i32.const 32)) (then (unreachable)))
		(i32.load (i32.const 32)))
	(func (export "_start") (local $said i32) (local $at i32) (local $end i32) (local $next i32) (local $used i32) (local $cookie i64) (local $i i32)
		${body}
		(local.set $at (i32.const 2047))
		(i32.store8 (i32.const 2047) (i32.const 10))
		(loop $digit
			(local.set $at (i32.sub (local.get $at) (i32.const 1)))
			(i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $said) (i32.const 10))))
			(local.set $said (i32.div_u (local.get $said) (i32.const 10)))
			(br_if $digit (local.get $said)))
		(call $vector (i32.const 0) (local.get $at) (i32.sub (i32.const 2048) (local.get $at)))
		(drop (call $fd_write (i32.const 1) (i32.const 4096) (i32.const 1) (i32.const 40)))))`;

/**
 * Counts the names of the first folder from a cookie on as the C library does, with a buffer of so many bytes; an error
 * ends it. `stopAt`: at so many it stops.
 */
const counted = (buffer: number, stopAt = 0): string =>
	`(local.set $said (i32.const 0)) (block $over (loop $more
		(br_if $over (call $fd_readdir (i32.const 3) (i32.const 1048576) (i32.const ${buffer}) (local.get $cookie) (i32.const 0)))
		(local.set $used (i32.load (i32.const 0)))
		(local.set $at (i32.const 1048576))
		(local.set $end (i32.add (local.get $at) (local.get $used)))
		(block $full (loop $entry
			(br_if $full (i32.gt_u (i32.add (local.get $at) (i32.const 24)) (local.get $end)))
			(local.set $next (i32.add (local.get $at) (i32.add (i32.const 24) (i32.load offset=16 (local.get $at)))))
			(br_if $full (i32.gt_u (local.get $next) (local.get $end)))
			(local.set $cookie (i64.load (local.get $at)))
			(local.set $said (i32.add (local.get $said) (i32.const 1)))
			(local.set $at (local.get $next))
			(br_if $over (i32.eq (local.get $said) (i32.const ${stopAt})))
			(br $entry)))
		(br_if $more (i32.eq (local.get $used) (i32.const ${buffer})))))`;

const counting = (buffer: number): string => saying(counted(buffer));

describe('a folder with many names', () => {
	const NAMES = 2_500;
	beforeEach(() => {
		for (let at = 0; at < NAMES; at++) writeFileSync(join(before.home, `data/a-name-of-some-length-${at}`), '');
	});

	it.each([300, 4_096, 1_000_000])(
		'is listed whole into a buffer of %i bytes, and never from its beginning again',
		async (buffer) => {
			const asked: number[] = [];
			let given = 0;
			const ask = async (request: HostRequest) => {
				const answer = await before.ask(request);
				if (request.op !== 'wasi_list') return answer;
				asked.push(request.cookie - given);
				const { data } = answer;
				const view = new DataView(data?.buffer ?? new ArrayBuffer(0), data?.byteOffset ?? 0, data?.byteLength ?? 0);
				for (let at = 1; at < view.byteLength; at += 24 + view.getUint32(at + 16, true)) given += 1;
				return answer;
			};
			const guest = await wasiGuest(counting(buffer), granted, { before: { ...before, ask } });
			// `.` and `..` are among them.
			expect(await runOnce(guest)).toBe(`${NAMES + 2}\n`);
			// Each request goes on where the last one ended.
			expect(new Set(asked)).toEqual(new Set([0]));
			expect(given).toBe(NAMES + 2);
		},
	);
});

describe('a folder with more names than anybody reads at once', () => {
	it('is gone back to any place in, and to its beginning, and has nothing beyond its end', async () => {
		// Three times what one answer holds. Names alone matter: most are further ones of one file.
		const [all, place] = [25_600, 25_300];
		writeFileSync(join(before.home, 'data/0'), '');
		for (let at = 1; at < all; at++) linkSync(join(before.home, 'data/0'), join(before.home, `data/${at}`));
		const [seek, expected] = [
			(cookie: string) => `(local.set $cookie ${cookie})`,
			(count: number) => `(if (i32.ne (local.get $said) (i32.const ${count})) (then (unreachable)))`,
		];
		let largest = 0;
		const ask = async (request: HostRequest) => {
			const answer = await before.ask(request);
			if (request.op === 'wasi_list') largest = Math.max(largest, answer.data?.byteLength ?? 0);
			return answer;
		};
		// telldir, the rest, seekdir, the rest again; a place that there is not; rewinddir, all of it.
		const body = `
			${counted(32_768, place)} (i64.store (i32.const 56) (local.get $cookie))
			${counted(32_768)} ${expected(all + 2 - place)}
			${seek('(i64.load (i32.const 56))')} ${counted(4_096)} ${expected(all + 2 - place)}
			${seek('(i64.const 0xfffffffffff)')} ${counted(4_096)} ${expected(0)}
			${seek('(i64.load (i32.const 56))')} ${counted(4_096)} ${expected(all + 2 - place)}
			${seek('(i64.const 0)')} ${counted(32_768)}`;
		const guest = await wasiGuest(saying(body), granted, { before: { ...before, ask } });
		expect(await runOnce(guest)).toBe(`${all + 2}\n`);
		expect(largest).toBeLessThan(300 * 1024);
	}, 120_000);
});

describe('a write of many buffers', () => {
	const run = async (body: string): Promise<number> =>
		Number(await runOnce(await wasiGuest(saying(body), granted, { before })));
	/** So many buffers, all of the same bytes. */
	const same = (count: number, length: number): string => `
		(loop $fill
			(call $vector (local.get $i) (i32.const 1048576) (i32.const ${length}))
			(local.set $i (i32.add (local.get $i) (i32.const 1)))
			(br_if $fill (i32.lt_u (local.get $i) (i32.const ${count}))))`;
	const answer = (fd: string, count: number): string => `
		(local.set $said (call $fd_write ${fd} (i32.const 4096) (i32.const ${count}) (i32.const 40)))
		(if (i32.eqz (local.get $said)) (then (local.set $said (i32.load (i32.const 40)))))`;

	it('that are one and the same writes it as often, and holds no more than a piece of it', async () => {
		const pieces: number[] = [];
		const ask = async (request: HostRequest) => {
			if (request.op === 'wasi_write') pieces.push(request.data.byteLength);
			return before.ask(request);
		};
		const body = `${same(40, 1_000_000)} ${answer('(call $file)', 40)}`;
		const guest = await wasiGuest(saying(body), granted, { before: { ...before, ask } });
		expect(await runOnce(guest)).toBe('40000000\n');
		expect(statSync(join(before.home, 'data/file')).size).toBe(40_000_000);
		expect(Math.max(...pieces)).toBeLessThanOrEqual(4 * 1024 * 1024);
	});

	it.each(['(call $file)', '(i32.const 1)', '(i32.const 2)'])(
		'of more than a size of the guest’s holds is refused: %s',
		async (fd) => {
			expect(await run(`${same(1_024, 2_097_152)} ${answer(fd, 1_024)}`)).toBe(errno.inval);
		},
	);

	it('of too many buffers is refused', async () => {
		expect(await run(answer('(call $file)', 1_025))).toBe(errno.inval);
		expect(await run(answer('(i32.const 1)', -1))).toBe(errno.inval);
	});

	it('keeps their order, also where some are empty, lie over each other, or end where the memory does', async () => {
		const end = 48 * 65_536;
		const body = `
			(i32.store (i32.const 1048576) (i32.const 0x64636261))
			(i32.store (i32.const ${end - 4}) (i32.const 0x68676665))
			(call $vector (i32.const 0) (i32.const 1048576) (i32.const 3))
			(call $vector (i32.const 1) (i32.const ${end}) (i32.const 0))
			(call $vector (i32.const 2) (i32.const 1048577) (i32.const 3))
			(call $vector (i32.const 3) (i32.const 0) (i32.const 0))
			(call $vector (i32.const 4) (i32.const ${end - 4}) (i32.const 4))
			${answer('(call $file)', 5)}`;
		expect(await run(body)).toBe(10);
		expect(readFileSync(join(before.home, 'data/file'), 'utf8')).toBe('abcbcdefgh');
	});

	it('that reach behind the memory writes nothing', async () => {
		const body = `
			(call $vector (i32.const 0) (i32.const 1048576) (i32.const 3))
			(call $vector (i32.const 1) (i32.const ${48 * 65_536}) (i32.const 1))
			${answer('(call $file)', 2)}`;
		expect(await run(body)).toBe(errno.fault);
		expect(readFileSync(join(before.home, 'data/file'), 'utf8')).toBe('');
	});
});

describe('a read into many buffers', () => {
	it('fills them in their order, the later over the earlier, and no further than the file goes', async () => {
		writeFileSync(join(before.home, 'data/file'), 'abcdefgh');
		const body = `
			(call $vector (i32.const 0) (i32.const 1048576) (i32.const 4))
			(call $vector (i32.const 1) (i32.const 1048576) (i32.const 0))
			(call $vector (i32.const 2) (i32.const 1048577) (i32.const 2))
			(call $vector (i32.const 3) (i32.const ${48 * 65_536 - 100}) (i32.const 100))
			(drop (call $fd_read (call $file) (i32.const 4096) (i32.const 4) (i32.const 40)))
			(local.set $said (i32.load (i32.const 40)))
			(call $vector (i32.const 0) (i32.const 1048576) (i32.const 4))
			(call $vector (i32.const 1) (i32.const ${48 * 65_536 - 100}) (i32.const 2))
			(drop (call $fd_write (i32.const 1) (i32.const 4096) (i32.const 2) (i32.const 40)))`;
		expect(await runOnce(await wasiGuest(saying(body), granted, { before }))).toBe('aefdgh8\n');
	});
});
