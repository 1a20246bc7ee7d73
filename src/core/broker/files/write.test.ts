import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	guestOfTwoFolders,
	type TestGuest,
	testGuest,
	twoFolders,
} from '../../../../test/support/guests/broker-guest.ts';
import { hostStatus } from '../../../shared/host/abi.ts';

const { ok, permissionDenied, notFound, invalid, tooLarge } = hostStatus;

let guest: TestGuest;
beforeEach(() => {
	guest = guestOfTwoFolders();
});
afterEach(() => guest.remove());

describe('writing', () => {
	it('replaces whole, appends, and makes missing folders inside what was granted', async () => {
		expect(await guest.write('data/a/b/x', 'one')).toBe(ok);
		expect(await guest.write('data/a/b/x', 'two')).toBe(ok);
		expect(await guest.write('data/a/b/x', '+', 'append')).toBe(ok);
		expect(await guest.write('data/new/y', 'y', 'append')).toBe(ok);
		expect(readFileSync(join(guest.home, 'data/a/b/x'), 'utf8')).toBe('two+');
		expect(readFileSync(join(guest.home, 'data/new/y'), 'utf8')).toBe('y');
		expect(readdirSync(join(guest.home, 'data/a/b'))).toEqual(['x']);
		expect(guest.calls[0]).toMatchObject({ op: 'write_file', bytes: 3, status: 0 });
	});

	it('makes the way to an entry inside the data folder, and nowhere else', async () => {
		const outside = join(guest.root, 'not/there');
		guest.grant = { allow_file_system: true, allowed_paths: ['./deep/down/out.csv', join(outside, 'out.csv')] };
		expect(await guest.write('deep/down/out.csv', 'x')).toBe(ok);
		expect(await guest.write(join(outside, 'out.csv'), 'x')).toBe(notFound);
		expect(existsSync(join(guest.root, 'not'))).toBe(false);
	});

	it('is refused for what may only be read, what is not granted, and folders', async () => {
		expect(await guest.write('in/x.csv', 'x')).toBe(permissionDenied);
		expect(guest.calls.at(-1)?.denied).toEqual({
			kind: 'read_only',
			rule: 'allowed_paths[1]: ./in/:ro',
			reason: `${join(guest.home, 'in/x.csv')} is read-only for this plugin.`,
		});
		expect(await guest.write('data/../other', 'x')).toBe(permissionDenied);
		expect(await guest.write('data', 'x')).toBe(invalid);
		expect(await guest.write('data/folder/', 'x')).toBe(invalid);
		mkdirSync(join(guest.home, 'data/folder'));
		expect(await guest.write('data/folder', 'x')).toBe(invalid);
		expect(await guest.write('data/folder', 'x', 'append')).toBe(invalid);
		expect(readFileSync(join(guest.home, 'in/x.csv'), 'utf8')).toBe('0123456789');
	});

	it('keeps the permissions of the file it replaces', async () => {
		writeFileSync(join(guest.home, 'data/x'), 'x');
		chmodSync(join(guest.home, 'data/x'), 0o640);
		expect(await guest.write('data/x', 'y')).toBe(ok);
		expect(statSync(join(guest.home, 'data/x')).mode & 0o777).toBe(0o640);
	});

	it('leaves the old file and no temporary one where it fails, and clears what a killed process left', async () => {
		const dead = '.dataflare-4194303999-0123456789abcdef.tmp';
		const mine = `.dataflare-${process.pid}-0123456789abcdef.tmp`;
		for (const name of [dead, mine]) writeFileSync(join(guest.home, 'data', name), 'half');
		expect(await guest.write('data/x', 'x')).toBe(ok);
		expect(readdirSync(join(guest.home, 'data')).sort()).toEqual([mine, 'x']);
		mkdirSync(join(guest.home, 'data/taken'));
		expect(await guest.write('data/taken', 'x')).toBe(invalid);
		expect(readdirSync(join(guest.home, 'data')).sort()).toEqual([mine, 'taken', 'x']);
	});

	it('shows readers the old or the new, never a mixture or nothing', async () => {
		const texts = ['a'.repeat(200_000), 'b'.repeat(200_000)];
		await guest.write('data/x', texts[0] ?? '');
		const seen = new Set<string | number>();
		const writing = (async () => {
			for (let turn = 0; turn < 20; turn++) await guest.write('data/x', texts[turn % 2] ?? '');
		})();
		for (let turn = 0; turn < 40; turn++) seen.add(await guest.read('data/x'));
		await writing;
		expect([...seen].filter((text) => !texts.includes(String(text)))).toEqual([]);
	});

	it('at once to one file from many calls loses none that were appended', async () => {
		await Promise.all(Array.from({ length: 50 }, (_, index) => guest.write('data/log', `${index}\n`, 'append')));
		const lines = readFileSync(join(guest.home, 'data/log'), 'utf8').trim().split('\n');
		expect(lines.map(Number).sort((left, right) => left - right)).toEqual(
			Array.from({ length: 50 }, (_, index) => index),
		);
	});

	it('of more than its limit is refused', async () => {
		const small = testGuest(twoFolders, { limits: { writeBytes: 3 } });
		expect(await small.write('data/x', 'four')).toBe(tooLarge);
		expect(await small.write('data/x', 'abc')).toBe(ok);
		small.remove();
	});
});
