import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type TestGuest, testGuest } from '../../../../test/support/guests/broker-guest.ts';
import { hostStatus } from '../../../shared/host/abi.ts';
import type { SecurityPolicyInput } from '../../../shared/policy/security-policy.ts';
import type { BrokerDeps } from '../create-broker.ts';
import { readDiskSpace as askSystem } from './free-space.ts';

const { ok, noSpace, invalid } = hostStatus;
const MiB = 1024 * 1024;

let guest: TestGuest;
afterEach(() => {
	guest.remove();
	vi.restoreAllMocks();
});

function start(limits: SecurityPolicyInput, deps: Partial<BrokerDeps> = {}, chosen?: string[]): void {
	guest = testGuest({ allow_file_system: true, allowed_paths: ['./data/'], ...limits }, deps, chosen);
	mkdirSync(join(guest.home, 'data'));
}

describe('what one run may write in all', () => {
	it('is counted to the byte, replacing and appending together, and refused with its rule', async () => {
		start({ max_write_bytes: 10 });
		expect(await guest.write('data/x', '12345')).toBe(ok);
		expect(await guest.write('data/x', '6789', 'append')).toBe(ok);
		expect(await guest.write('data/x', 'ab', 'append')).toBe(noSpace);
		expect(guest.calls.at(-1)).toMatchObject({
			op: 'write_file',
			target: 'data/x',
			status: noSpace,
			denied: {
				rule: 'max_write_bytes: 10',
				reason: 'data/x was not written: with 2 more bytes, this run would have written more than 10 in total.',
			},
		});
		expect(await guest.write('data/x', 'a', 'append')).toBe(ok);
		expect(await guest.write('data/x', '')).toBe(ok);
		expect(readFileSync(join(guest.home, 'data/x'), 'utf8')).toBe('');
		expect(await guest.write('data/x', 'a')).toBe(noSpace);
	});

	it('begins anew with the next run, and follows a grant that is changed meanwhile', async () => {
		start({ max_write_bytes: 5 });
		expect(await guest.write('data/x', '12345')).toBe(ok);
		expect(await guest.write('data/x', '1')).toBe(noSpace);
		guest.account = {};
		expect(await guest.write('data/x', '12345')).toBe(ok);
		expect(await guest.write('data/x', '1')).toBe(noSpace);
		guest.grant = { ...guest.grant, max_write_bytes: 6 };
		expect(await guest.write('data/x', '1')).toBe(ok);
	});

	it('does not count what failed or was refused otherwise', async () => {
		start({ max_write_bytes: 10 });
		mkdirSync(join(guest.home, 'data/folder'));
		for (let time = 0; time < 20; time++) {
			expect(await guest.write('data/folder', '12345')).toBe(invalid);
			expect(await guest.write('elsewhere', '12345')).toBeLessThan(0);
		}
		expect(await guest.write('data/x', '1234567890')).toBe(ok);
	});

	it('holds for requests that are made at once', async () => {
		start({ max_write_bytes: 100 });
		const answers = await Promise.all(
			Array.from({ length: 40 }, (_, index) => guest.write(`data/${index}`, '1234567890')),
		);
		expect(answers.filter((status) => status === ok)).toHaveLength(10);
		expect(readdirSync(join(guest.home, 'data'))).toHaveLength(10);
	});

	it('never passes its limit, whatever is written in whatever order', async () => {
		const write = fc.record({ name: fc.integer({ min: 0, max: 5 }), size: fc.integer({ min: 0, max: 60 }) });
		await fc.assert(
			fc.asyncProperty(fc.array(write, { maxLength: 20 }), fc.integer({ min: 0, max: 200 }), async (writes, most) => {
				start({ max_write_bytes: most });
				let written = 0;
				for (const { name, size } of writes) {
					const status = await guest.write(`data/${name}`, 'x'.repeat(size), 'append');
					expect(status).toBe(written + size <= most ? ok : noSpace);
					if (status === ok) written += size;
				}
				guest.remove();
			}),
			{ numRuns: 25, seed: 1 },
		);
	});
});

describe('how many files one run may make', () => {
	it('counts files and folders that were not there, and nothing that is written again', async () => {
		start({ max_new_files: 4 });
		writeFileSync(join(guest.home, 'data/there'), 'x');
		for (let time = 0; time < 10; time++) {
			expect(await guest.write('data/there', 'y')).toBe(ok);
			expect(await guest.write('data/there', 'y', 'append')).toBe(ok);
		}
		expect(await guest.write('data/a/b/one', '1')).toBe(ok);
		expect(await guest.write('data/two', '2', 'append')).toBe(ok);
		expect(await guest.write('data/three', '3')).toBe(noSpace);
		expect(guest.calls.at(-1)?.denied).toEqual({
			kind: 'file_limit',
			rule: 'max_new_files: 4',
			reason: 'three was not created: this run has already created 4 files and folders, and 4 is the limit.',
		});
		expect(await guest.write('data/three', '3', 'append')).toBe(noSpace);
		expect(await guest.write('data/c/four', '4')).toBe(noSpace);
		expect(await guest.write('data/two', '2')).toBe(ok);
		expect(readdirSync(join(guest.home, 'data')).sort()).toEqual(['a', 'there', 'two']);
	});
});

describe('a file that a person chose for the run', () => {
	it('takes as much as it is given; what lies beside it does not', async () => {
		const chosen: string[] = [];
		start({ max_write_bytes: 3, max_new_files: 0 }, {}, chosen);
		chosen.push(join(guest.home, 'data/chosen.csv'));
		for (let time = 0; time < 5; time++) expect(await guest.write('data/chosen.csv', '12345', 'append')).toBe(ok);
		expect(readFileSync(join(guest.home, 'data/chosen.csv'), 'utf8')).toHaveLength(25);
		expect(await guest.write('data/beside.csv', '1')).toBe(noSpace);
		expect(await guest.write('data/chosen.csv', '12345')).toBe(ok);
		expect(readdirSync(join(guest.home, 'data'))).toEqual(['chosen.csv']);
	});
});

describe('a disk that is nearly full', () => {
	it('is not filled by plugins: the last part of it stays free', async () => {
		let free = 300 * MiB;
		let readings = 0;
		// A reading is believed for a second, which a busy machine may take for one write.
		let now = performance.now();
		vi.spyOn(performance, 'now').mockImplementation(() => now);
		const readDiskSpace = async () => {
			readings++;
			return { free, total: 1000 * 1024 * MiB };
		};
		start({}, { readDiskSpace });
		expect(await guest.write('data/x', 'x'.repeat(8 * MiB))).toBe(ok);
		expect(await guest.write('data/y', 'x'.repeat(40 * MiB))).toBe(noSpace);
		expect(guest.calls.at(-1)?.denied).toEqual({
			kind: 'disk_space',
			rule: 'free disk space',
			reason: 'data/y was not written: 292 MiB are left on its disk, and plugins may not use the last 256 MiB.',
		});
		expect(existsSync(join(guest.home, 'data/y'))).toBe(false);
		expect(await guest.write('data/x', 'small')).toBe(ok);
		expect(readings).toBe(1);
		free = 100 * MiB;
		now += 1_000;
		expect(await guest.write('data/x', '')).toBe(noSpace);
		expect(await guest.write('data/x', 'x', 'append')).toBe(noSpace);
		expect(readFileSync(join(guest.home, 'data/x'), 'utf8')).toBe('small');
		expect(readings).toBe(2);
	});

	it('may be small: then a hundredth of it stays free', async () => {
		start({}, { readDiskSpace: async () => ({ free: 2 * MiB, total: 100 * MiB }) });
		expect(await guest.write('data/x', 'x'.repeat(MiB - 1))).toBe(ok);
		expect(await guest.write('data/y', 'x'.repeat(MiB))).toBe(noSpace);
	});

	it('is written where it does not tell how much room it has', async () => {
		start({}, { readDiskSpace: async () => null });
		expect(await guest.write('data/x', 'x')).toBe(ok);
	});

	it('is read as the system tells it', async () => {
		start({});
		const space = await askSystem(guest.home);
		expect(space?.total).toBeGreaterThan(0);
		expect(space?.free).toBeLessThanOrEqual(space?.total ?? 0);
		expect(await askSystem(join(guest.home, 'not there'))).toBeNull();
	});
});
