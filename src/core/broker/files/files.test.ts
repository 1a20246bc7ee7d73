import { execFileSync } from 'node:child_process';
import {
	appendFileSync,
	chmodSync,
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	guestOfTwoFolders,
	type TestGuest,
	testGuest,
	twoFolders,
} from '../../../../test/support/guests/broker-guest.ts';
import { hostStatus } from '../../../shared/host/abi.ts';
import { securityPolicySchema } from '../../../shared/policy/security-policy.ts';
import { checkRequest } from '../check.ts';

const { permissionDenied, notFound, invalid, tooLarge, cancelled } = hostStatus;

let guest: TestGuest;
beforeEach(() => {
	guest = guestOfTwoFolders();
	writeFileSync(join(guest.root, 'secret'), 'secret');
});
afterEach(() => guest.remove());

const lastCall = () => guest.calls.at(-1);

/** Descriptors of this process that are open below the guest's folder. */
function openBelow(root: string): readonly string[] {
	return readdirSync('/proc/self/fd').flatMap((fd) => {
		try {
			const target = readlinkSync(`/proc/self/fd/${fd}`);
			return target.startsWith(root) ? [target] : [];
		} catch {
			return [];
		}
	});
}

describe('reading', () => {
	it('gives bytes from an offset, fewer at the end, none behind it, and records what moved', async () => {
		expect(await guest.read('in/x.csv', 2, 3)).toBe('234');
		expect(await guest.read('./in/x.csv', 8, 100)).toBe('89');
		expect(await guest.read('in/x.csv', 99, 100)).toBe('');
		expect(await guest.read(join(guest.home, 'in/x.csv'), 0, 1)).toBe('0');
		expect(guest.calls[0]).toMatchObject({ op: 'read_file', target: 'in/x.csv', status: 0, bytes: 3, denied: null });
	});

	it('reads no more than its limit at once', async () => {
		const small = testGuest(twoFolders, { limits: { readBytes: 4 } });
		mkdirSync(join(small.home, 'in'));
		writeFileSync(join(small.home, 'in/x'), '0123456789');
		expect(await small.read('in/x')).toBe('0123');
		small.remove();
	});

	it.each([
		[-1, 10],
		[0.5, 10],
		[Number.NaN, 10],
		[0, -1],
		[2 ** 53, 1],
	])('refuses offset %s with max %s as invalid', async (offset, max) => {
		expect(await guest.read('in/x.csv', offset, max)).toBe(invalid);
	});

	it('tells a missing file, a folder and a path through a file apart', async () => {
		expect(await guest.read('in/none')).toBe(notFound);
		expect(await guest.read('in')).toBe(invalid);
		expect(await guest.read('in/x.csv/y')).toBe(notFound);
	});

	it('does not tell what exists from what does not where policy refuses', async () => {
		const asked = [
			'../secret',
			'../none',
			'../secret/x',
			'/etc/passwd',
			'/etc/none',
			'/root/x',
			`../${'x'.repeat(300)}`,
		];
		for (const path of asked) expect(await guest.read(path)).toBe(permissionDenied);
		expect(guest.calls.every(({ denied }) => denied !== null)).toBe(true);
	});

	it('sees what was appended and what was put in the place of a file that it has open', async () => {
		const path = join(guest.home, 'in/x.csv');
		expect(await guest.read('in/x.csv')).toBe('0123456789');
		appendFileSync(path, 'ab');
		expect(await guest.read('in/x.csv', 10)).toBe('ab');
		writeFileSync(`${path}.new`, 'replaced');
		renameSync(`${path}.new`, path);
		expect(await guest.read('in/x.csv')).toBe('replaced');
	});

	it('counts a grant that was taken back from the next read on', async () => {
		expect(await guest.read('in/x.csv', 0, 1)).toBe('0');
		guest.grant = {};
		expect(await guest.read('in/x.csv', 0, 1)).toBe(permissionDenied);
		expect(lastCall()?.denied?.rule).toBe('allow_file_system: false');
	});

	it.runIf(process.platform === 'linux')('keeps one file open between reads and none after the abort', async () => {
		for (let offset = 0; offset < 10; offset++) await guest.read('in/x.csv', offset, 1);
		expect(openBelow(guest.root)).toEqual([join(guest.home, 'in/x.csv')]);
		guest.abort.abort();
		await expect.poll(() => openBelow(guest.root)).toEqual([]);
		expect(await guest.read('in/x.csv')).toBe(cancelled);
	});

	it.runIf(process.platform === 'linux')('keeps no more files open than its limit, and none for long', async () => {
		const small = testGuest(twoFolders, { limits: { openFiles: 2, openFileMs: 50 } });
		mkdirSync(join(small.home, 'in'));
		for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(small.home, 'in', name), name);
		const all = await Promise.all(['a', 'b', 'c', 'd', 'a', 'b'].map((name) => small.read(`in/${name}`)));
		expect(all).toEqual(['a', 'b', 'c', 'd', 'a', 'b']);
		expect(openBelow(small.root).length).toBeLessThanOrEqual(2);
		await expect.poll(() => openBelow(small.root)).toEqual([]);
		small.remove();
	});
});

describe('links', () => {
	it('inside what was granted are followed; those that lead out are refused', async () => {
		symlinkSync('x.csv', join(guest.home, 'in/alias'));
		symlinkSync(guest.root, join(guest.home, 'in/up'));
		symlinkSync(join(guest.root, 'secret'), join(guest.home, 'in/secret'));
		expect(await guest.read('in/alias', 0, 2)).toBe('01');
		expect(await guest.read('in/up/secret')).toBe(permissionDenied);
		expect(await guest.read('in/secret')).toBe(permissionDenied);
		expect(await guest.list('in/up')).toBe(permissionDenied);
		expect(lastCall()?.denied?.rule).toContain(guest.root);
	});

	it('that lead nowhere, in a circle, or to a folder to be made are refused and nothing is made', async () => {
		symlinkSync(join(guest.root, 'new'), join(guest.home, 'data/dangling'));
		symlinkSync('loop', join(guest.home, 'data/loop'));
		for (const path of ['data/dangling', 'data/dangling/x', 'data/loop', 'data/loop/x']) {
			expect(await guest.write(path, 'x')).toBe(permissionDenied);
			expect(await guest.write(path, 'x', 'append')).toBe(permissionDenied);
			expect(await guest.read(path)).toBe(permissionDenied);
		}
		expect(existsSync(join(guest.root, 'new'))).toBe(false);
	});

	it('cannot make a relative entry lead out of the data folder', async () => {
		renameSync(join(guest.home, 'in'), join(guest.root, 'moved'));
		symlinkSync(join(guest.root, 'moved'), join(guest.home, 'in'));
		expect(await guest.read('in/x.csv')).toBe(permissionDenied);
	});

	it('in an absolute entry are resolved, so that it means the place it leads to', async () => {
		mkdirSync(join(guest.root, 'real'));
		writeFileSync(join(guest.root, 'real/x'), 'x');
		symlinkSync(join(guest.root, 'real'), join(guest.root, 'alias'));
		guest.grant = { allow_file_system: true, allowed_paths: [join(guest.root, 'alias')] };
		expect(await guest.read(join(guest.root, 'alias/x'))).toBe('x');
		expect(await guest.read(join(guest.root, 'real/x'))).toBe('x');
	});

	it('of the hard kind are read; only what would change the other name is refused, and says that this is why', async () => {
		linkSync(join(guest.root, 'secret'), join(guest.home, 'data/hard'));
		expect(await guest.read('data/hard')).toBe('secret');
		expect(await guest.write('data/hard', 'x', 'append')).toBe(permissionDenied);
		expect(lastCall()?.denied).toMatchObject({ rule: 'hard links', reason: expect.stringContaining('2 names') });
		guest.grant = { allow_file_system: true, allowed_paths: ['./data/', './data/hard'] };
		expect(await guest.write('data/hard', '+', 'append')).toBe(0);
		expect(readFileSync(join(guest.root, 'secret'), 'utf8')).toBe('secret+');
	});

	it('of the hard kind are replaced as names: the other one keeps what it had', async () => {
		linkSync(join(guest.root, 'secret'), join(guest.home, 'data/hard'));
		expect(await guest.write('data/hard', 'new')).toBe(0);
		expect(readFileSync(join(guest.home, 'data/hard'), 'utf8')).toBe('new');
		expect(readFileSync(join(guest.root, 'secret'), 'utf8')).toBe('secret');
	});

	it.runIf(process.getuid?.() === 0)('of the hard kind to what runs with another’s rights are refused', async () => {
		writeFileSync(join(guest.root, 'tool'), 'tool');
		chmodSync(join(guest.root, 'tool'), 0o4755);
		linkSync(join(guest.root, 'tool'), join(guest.home, 'data/tool'));
		expect(await guest.read('data/tool')).toBe(permissionDenied);
		expect(lastCall()?.denied?.reason).toContain('another’s rights');
	});

	it('are not followed where a link inside leads through one outside', async () => {
		symlinkSync(join(guest.home, 'in'), join(guest.root, 'back'));
		symlinkSync(join(guest.root, 'back/x.csv'), join(guest.home, 'data/around'));
		expect(await guest.read('data/around')).toBe(permissionDenied);
		expect(lastCall()?.denied?.rule).toContain(join(guest.root, 'back/x.csv'));
	});

	it('to folders inside are followed one after the other, and files below them are made', async () => {
		mkdirSync(join(guest.home, 'data/real'));
		symlinkSync('real', join(guest.home, 'data/one'));
		symlinkSync('one', join(guest.home, 'data/two'));
		expect(await guest.write('data/two/new/x', 'made')).toBe(0);
		expect(readFileSync(join(guest.home, 'data/real/new/x'), 'utf8')).toBe('made');
		expect(await guest.read('data/one/new/x')).toBe('made');
	});

	it('in the way to what was granted are one place with it: the entry or the guest may name either', async () => {
		mkdirSync(join(guest.root, 'real/sub'), { recursive: true });
		writeFileSync(join(guest.root, 'real/sub/x'), 'x');
		symlinkSync(join(guest.root, 'real'), join(guest.root, 'alias'));
		guest.grant = { allow_file_system: true, allowed_paths: [join(guest.root, 'alias/sub')] };
		expect(await guest.read(join(guest.root, 'alias/sub/x'))).toBe('x');
		expect(await guest.read(join(guest.root, 'real/sub/x'))).toBe('x');
		expect(await guest.read(join(guest.root, 'real/other'))).toBe(permissionDenied);
	});
});

describe('what is no regular file', () => {
	it.runIf(process.platform !== 'win32')('is refused without waiting for it: pipes, sockets, devices', async () => {
		execFileSync('mkfifo', [join(guest.home, 'data/pipe')]);
		const server = createServer().listen(join(guest.home, 'data/socket'));
		await new Promise((resolve) => server.once('listening', resolve));
		for (const name of ['data/pipe', 'data/socket']) {
			expect(await guest.read(name)).toBe(permissionDenied);
			expect(await guest.write(name, 'x')).toBe(permissionDenied);
			expect(await guest.write(name, 'x', 'append')).toBe(permissionDenied);
		}
		expect(lastCall()?.denied?.rule).toBe('files');
		server.close();
		guest.grant = { allow_file_system: true, allowed_paths: ['/dev/null', '/dev/zero'] };
		expect(await guest.read('/dev/zero', 0, 1)).toBe(permissionDenied);
		expect(await guest.write('/dev/null', 'x')).toBe(permissionDenied);
	});

	it.runIf(process.platform === 'linux')('includes the kernel trees, even below a granted root', async () => {
		guest.grant = { allow_file_system: true, allowed_paths: ['/'] };
		expect(await guest.read('/proc/self/environ')).toBe(permissionDenied);
		expect(await guest.read('/proc/self/root/etc/hosts')).not.toBe(notFound);
		expect(await guest.read('/dev/null')).toBe(permissionDenied);
		const licence = resolve(import.meta.dirname, '../../../../LICENSE');
		expect(await guest.read(licence)).toBe(readFileSync(licence, 'utf8'));
	});
});

describe('listing', () => {
	it('gives names, types and sizes, sorted, and says nothing of where links lead', async () => {
		mkdirSync(join(guest.home, 'in/sub'));
		symlinkSync('/etc/passwd', join(guest.home, 'in/link'));
		writeFileSync(join(guest.home, 'in/B'), 'x');
		expect(await guest.list('in')).toEqual([
			{ name: 'B', type: 'file', size: 1 },
			{ name: 'link', type: 'link', size: 0 },
			{ name: 'sub', type: 'directory', size: 0 },
			{ name: 'x.csv', type: 'file', size: 10 },
		]);
		expect(await guest.list('in/x.csv')).toBe(invalid);
		expect(await guest.list('in/none')).toBe(notFound);
		expect(await guest.list('.')).toBe(permissionDenied);
	});

	it('of more names than its limit is refused', async () => {
		const small = testGuest(twoFolders, { limits: { listEntries: 2 } });
		mkdirSync(join(small.home, 'in'));
		for (const name of ['a', 'b']) writeFileSync(join(small.home, 'in', name), '');
		expect(await small.list('in')).toHaveLength(2);
		writeFileSync(join(small.home, 'in/c'), '');
		expect(await small.list('in')).toBe(tooLarge);
		small.remove();
	});
});

describe('a path', () => {
	it.each(['', 'in/x\0.csv', 'in/\ud800', 'in/\ufffd', 'x'.repeat(5000)])(
		'%j is invalid before anything is asked',
		async (path) => {
			expect(await guest.read(path)).toBe(invalid);
			expect(await guest.write(path, 'x')).toBe(invalid);
			expect(await guest.list(path)).toBe(invalid);
			expect(lastCall()?.target.length).toBeLessThanOrEqual(2049);
		},
	);
});

it('what a person chose for one run is allowed with everything else denied', async () => {
	const chosen = join(guest.root, 'secret');
	const runner = testGuest({}, {}, [`${chosen}:ro`]);
	expect(await runner.read(chosen)).toBe('secret');
	expect(await runner.write(chosen, 'x')).toBe(permissionDenied);
	expect(await runner.read('x')).toBe(permissionDenied);
	runner.remove();
});

it('the tester decides as the broker does and touches nothing', async () => {
	const policy = securityPolicySchema.parse(twoFolders);
	const check = (kind: 'read' | 'write', path: string) =>
		checkRequest(policy, { kind, path }, { dataFolder: guest.home });
	expect(await check('write', 'data/not/yet')).toEqual({
		allowed: true,
		rule: 'allowed_paths[0]: ./data/',
		entry: { list: 'allowed_paths', index: 0 },
	});
	expect(await check('write', 'in/x.csv')).toMatchObject({ allowed: false, rule: 'allowed_paths[1]: ./in/:ro' });
	symlinkSync(guest.root, join(guest.home, 'data/up'));
	expect(await check('read', 'data/up/secret')).toMatchObject({ allowed: false });
	expect(await check('read', 'data/\0')).toMatchObject({ allowed: false, rule: 'path' });
	expect(readdirSync(join(guest.home, 'data'))).toEqual(['up']);
});
