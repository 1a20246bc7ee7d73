import { execFileSync, spawn } from 'node:child_process';
import {
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostRequest } from '../../src/shared/sandbox/frames.ts';
import { errno } from '../../src/shared/wasm/wasi/errno.ts';
import { right } from '../../src/shared/wasm/wasi/rights.ts';
import { type DescriptorGuest, descriptorGuest } from '../support/wasi/descriptor-guest.ts';

const granted = { allow_file_system: true, allowed_paths: ['./data/'] };

let guest: DescriptorGuest;
afterEach(() => guest.at.remove());

const inData = (name: string): string => join(guest.at.home, 'data', name);
const outside = (name: string): string => join(guest.at.root, 'outside', name);

async function begin(policy: Parameters<typeof descriptorGuest>[0] = granted, deps = {}): Promise<number> {
	guest = await descriptorGuest(policy, deps, ({ home, root }) => {
		mkdirSync(join(home, 'data/sub'), { recursive: true });
		writeFileSync(join(home, 'data/file'), 'granted');
		writeFileSync(join(home, 'secret'), 'secret');
		mkdirSync(join(root, 'outside'));
		writeFileSync(join(root, 'outside/file'), 'secret');
	});
	return guest.roots.get('/data') ?? 0;
}

const perm = -errno.perm;
const refused = [-errno.perm, -errno.notcapable];

describe('a path of a WASI guest', () => {
	it.each([
		['/etc/passwd', 'an absolute path'],
		['../secret', 'one that leads above'],
		['sub/../../secret', 'one that goes down first'],
		['sub/../../data/file', 'one that would come back'],
		['./../data/file', 'one that begins with a dot'],
		['sub/../sub/../..', 'the folder above itself'],
	])('%s leads nowhere (%s)', async (path) => {
		const root = await begin();
		expect(await guest.open(root, path)).toBe(perm);
		expect(await guest.act({ op: 'wasi_path_facts', dir: root, path, follow: 1 })).toBe(perm);
		expect(await guest.act({ op: 'wasi_remove', dir: root, path, what: 'file' })).toBe(perm);
		expect(await guest.act({ op: 'wasi_move', dir: root, path: 'file', toDir: root, to: path })).toBe(perm);
		expect(await guest.act({ op: 'wasi_link', dir: root, path, toDir: root, to: 'mine' })).toBe(perm);
		expect(existsSync(join(guest.at.home, 'secret'))).toBe(true);
	});

	it.each([
		['absolute', (): string => outside('file')],
		['relative', (): string => '../../outside/file'],
		['to the folder above', (): string => '..'],
	])('is not followed through a link that somebody else made (%s)', async (_what, target) => {
		const root = await begin();
		symlinkSync(target(), inData('way'));
		symlinkSync(join(target(), '..'), inData('sub/folder'));
		for (const path of ['way', 'way/', 'way/.', 'way/file', 'sub/folder/file', 'sub/folder/', 'sub/../way']) {
			for (const how of [{}, { write: true, oflags: 1 }, { oflags: 2 }, { write: true, oflags: 9 }]) {
				expect([path, await guest.open(root, path, how)]).toEqual([path, perm]);
			}
		}
		expect(readFileSync(outside('file'), 'utf8')).toBe('secret');
	});

	it('that ends with a slash is a folder once every link is followed, and no way around that', async () => {
		const root = await begin();
		symlinkSync('file', inData('to-file'));
		symlinkSync('sub', inData('to-folder'));
		symlinkSync(outside(''), inData('to-outside'));
		for (const follow of [true, false]) {
			expect(await guest.open(root, 'to-file/', { follow })).toBe(-errno.notdir);
			expect(await guest.open(root, 'to-folder/', { follow })).toBeGreaterThan(0);
			expect(await guest.open(root, 'to-outside/', { follow })).toBe(perm);
			expect(await guest.open(root, 'to-outside///.', { follow })).toBe(perm);
		}
		expect(await guest.act({ op: 'wasi_make_folder', dir: root, path: 'to-outside/new' })).toBe(perm);
		expect(readdirSync(outside(''))).toEqual(['file']);
	});

	it('makes no link that is absolute, and follows none that it made to outside', async () => {
		const root = await begin();
		const link = (text: string, path: string): Promise<number> =>
			guest.act({ op: 'wasi_symlink', dir: root, path, text });
		expect(await link('/etc/passwd', 'abs')).toBe(perm);
		expect(await link('../../outside/file', 'rel')).toBe(0);
		expect(await guest.open(root, 'rel')).toBe(perm);
		expect(await link('loop', 'loop')).toBe(0);
		expect(await guest.open(root, 'loop')).toBe(-errno.loop);
		expect(await guest.open(root, 'rel', { follow: false })).toBe(-errno.loop);
		symlinkSync(outside('file'), inData('told'));
		expect(await guest.act({ op: 'wasi_read_link', dir: root, path: 'told' })).toBe(perm);
	});

	it('with more names or bytes than any file has is refused at once', async () => {
		const root = await begin();
		expect(await guest.open(root, 'a/'.repeat(2_000))).toBe(-errno.nametoolong);
		expect(await guest.open(root, 'x'.repeat(5_000))).toBe(-errno.nametoolong);
		expect(await guest.open(root, 'file\0')).toBe(-errno.inval);
		expect(await guest.open(root, '')).toBe(-errno.noent);
		for (let at = 0; at < 50; at++) symlinkSync(`link${at + 1}`, inData(`link${at}`));
		expect(await guest.open(root, 'link0')).toBe(-errno.loop);
	});
});

describe('a handle of a WASI guest', () => {
	it('is good in the process that it was given to, and nowhere else', async () => {
		const root = await begin();
		const file = await guest.open(root, 'file');
		const other = await descriptorGuest({ allow_file_system: true });
		for (const handle of [root, file, 0, 1, 999_999, Number.MAX_SAFE_INTEGER]) {
			expect(typeof (await other.read(handle))).toBe('number');
			expect(await other.open(handle, 'file')).toBeLessThan(0);
		}
		other.at.remove();
		expect(await guest.read(file)).toBe('granted');
		await guest.ask({ op: 'wasi_close', handle: file });
		expect(await guest.read(file)).toBe(-errno.badf);
		await guest.ask({ op: 'wasi_begin' });
		expect(await guest.open(root, 'file')).toBe(-errno.badf);
	});

	it('gives no right that its folder did not hand on, whatever is asked for', async () => {
		const root = await begin({ allow_file_system: true, allowed_paths: ['./data/:ro'] });
		const file = await guest.open(root, 'file');
		expect(await guest.read(file)).toBe('granted');
		const data = Buffer.from('x');
		expect(await guest.act({ op: 'wasi_write', handle: file, where: 'at', offset: 0, data })).toBeLessThan(0);
		expect(await guest.act({ op: 'wasi_change', handle: file, what: 'size', values: new Uint8Array(8) })).toBeLessThan(
			0,
		);
		const changes: readonly HostRequest[] = [
			{ op: 'wasi_open_write', dir: root, path: 'file', how: 8 << 8, rights: right.fdWrite, inheriting: 0 },
			{ op: 'wasi_make_folder', dir: root, path: 'new' },
			{ op: 'wasi_remove', dir: root, path: 'file', what: 'file' },
			{ op: 'wasi_remove', dir: root, path: 'sub', what: 'folder' },
			{ op: 'wasi_move', dir: root, path: 'file', toDir: root, to: 'other' },
			{ op: 'wasi_link', dir: root, path: 'file', toDir: root, to: 'other' },
			{ op: 'wasi_symlink', dir: root, path: 'other', text: 'file' },
			{ op: 'wasi_path_times', dir: root, path: 'file', follow: 1, values: new Uint8Array(18) },
		];
		for (const request of changes) {
			expect(refused).toContain(await guest.act(request));
			expect([request.op, guest.at.calls.at(-1)?.denied?.kind]).toEqual([request.op, 'read_only']);
		}
		expect(readFileSync(inData('file'), 'utf8')).toBe('granted');
		expect(readdirSync(inData('.')).sort()).toEqual(['file', 'sub']);
	});

	it('ends with its grant', async () => {
		const root = await begin();
		const file = await guest.open(root, 'file', { write: true });
		expect(await guest.read(file)).toBe('granted');
		guest.at.grant = {};
		expect(await guest.read(file)).toBe(-errno.notcapable);
		expect(await guest.open(root, 'file')).toBe(-errno.notcapable);
		const data = Buffer.from('x');
		expect(await guest.act({ op: 'wasi_write', handle: file, where: 'end', offset: 0, data })).toBe(-errno.notcapable);
		expect(guest.at.calls.at(-1)?.denied).toMatchObject({ rule: 'allow_file_system: false' });
	});

	it('is one of so many', async () => {
		const root = await begin(granted, { limits: { descriptorsEach: 10 } });
		const opened: number[] = [];
		for (let at = 0; at < 20; at++) opened.push(await guest.open(root, 'file'));
		expect(opened.filter((handle) => handle > 0)).toHaveLength(9);
		expect(new Set(opened.filter((handle) => handle < 0))).toEqual(new Set([-errno.mfile]));
	});
});

describe('what a WASI guest writes', () => {
	const size = (bytes: bigint): Uint8Array => new Uint8Array(new BigUint64Array([bytes]).buffer);

	it('counts like every other write: bytes, holes and new names', async () => {
		const root = await begin({ ...granted, max_write_bytes: 1_000, max_new_files: 2 });
		const file = await guest.open(root, 'file', { write: true });
		const write = (offset: number, length: number): Promise<number> =>
			guest.act({ op: 'wasi_write', handle: file, where: 'at', offset, data: Buffer.alloc(length) });
		expect(await guest.act({ op: 'wasi_change', handle: file, what: 'size', values: size(1n << 40n) })).toBe(
			-errno.nospc,
		);
		expect(await write(1 << 30, 1)).toBe(-errno.nospc);
		expect(await write(0, 600)).toBe(0);
		expect(await write(0, 600)).toBe(-errno.nospc);
		expect(await guest.act({ op: 'wasi_change', handle: file, what: 'size', values: size(1n << 63n) })).toBe(
			-errno.fbig,
		);
		expect(guest.at.calls.filter(({ denied }) => denied?.kind === 'write_limit').length).toBeGreaterThan(2);
		expect(statSync(inData('file')).size).toBe(600);
		expect(await guest.act({ op: 'wasi_make_folder', dir: root, path: 'one' })).toBe(0);
		expect(await guest.act({ op: 'wasi_symlink', dir: root, path: 'two', text: 'file' })).toBe(0);
		expect(await guest.act({ op: 'wasi_link', dir: root, path: 'file', toDir: root, to: 'three' })).toBe(-errno.nospc);
		expect(await guest.open(root, 'four', { write: true, oflags: 1 })).toBe(-errno.nospc);
		expect(readdirSync(inData('.')).sort()).toEqual(['file', 'one', 'sub', 'two']);
	});

	it('changes no file that has other names, unless it made them itself', async () => {
		const root = await begin();
		linkSync(outside('file'), inData('linked'));
		expect(await guest.open(root, 'linked', { write: true })).toBe(-errno.notcapable);
		expect(await guest.open(root, 'linked', { write: true, oflags: 8 })).toBe(-errno.notcapable);
		expect(readFileSync(outside('file'), 'utf8')).toBe('secret');
		expect(await guest.act({ op: 'wasi_link', dir: root, path: 'file', toDir: root, to: 'mine' })).toBe(0);
		expect(await guest.open(root, 'mine', { write: true })).toBeGreaterThan(0);
	});
});

describe.runIf(process.platform === 'linux')('what lies in a granted folder', () => {
	it('and is a pipe, a socket or a device is never opened, and never waited for', async () => {
		const root = await begin();
		execFileSync('mkfifo', [inData('pipe')]);
		for (const how of [{}, { write: true }, { write: true, oflags: 9 }]) {
			expect(await guest.open(root, 'pipe', how)).toBe(-errno.notcapable);
		}
		expect(guest.at.calls.at(-1)?.denied?.kind).toBe('no_plain_file');
		expect(await guest.act({ op: 'wasi_path_facts', dir: root, path: 'pipe', follow: 1 })).toBe(0);
		expect(await guest.open(root, 'pipe/x')).toBe(-errno.notdir);
	});

	it('is listed in pieces, however much it is, each name once', async () => {
		const root = await begin();
		mkdirSync(inData('many'));
		for (let at = 0; at < 5_000; at++) writeFileSync(inData(`many/a-rather-long-name-of-a-file-${at}`), '');
		const folder = await guest.open(root, 'many', { oflags: 2 });
		const names = new Set<string>();
		let [cookie, last, pieces] = [0, false, 0];
		while (!last) {
			const { data } = await guest.ask({ op: 'wasi_list', handle: folder, cookie, max: 65_536 });
			const bytes = Buffer.from(data ?? []);
			expect(bytes.length).toBeLessThan(80_000);
			last = bytes[0] === 1;
			pieces += 1;
			for (let place = 1; place < bytes.length; ) {
				const length = bytes.readUInt32LE(place + 16);
				cookie = Number(bytes.readBigUInt64LE(place));
				names.add(bytes.toString('utf8', place + 24, place + 24 + length));
				place += 24 + length;
			}
		}
		expect(names.size).toBe(5_002);
		expect(pieces).toBeGreaterThan(3);
		// A place that nothing is at is the end.
		const beyond = await guest.ask({ op: 'wasi_list', handle: folder, cookie: 1_000_000_000, max: 1 });
		expect([...Buffer.from(beyond.data ?? [])]).toEqual([1]);
	});

	it('and was moved away with what is open in it is reached no more where it is', async () => {
		const root = await begin();
		const folder = await guest.open(root, 'sub', { oflags: 2 });
		expect(folder).toBeGreaterThan(0);
		execFileSync('mv', [inData('sub'), outside('sub')]);
		writeFileSync(outside('sub/file'), 'secret');
		expect(await guest.open(folder, 'file')).toBe(-errno.notcapable);
		expect(await guest.open(folder, 'new', { write: true, oflags: 1 })).toBe(-errno.notcapable);
		expect(await guest.open(folder, '../file')).toBe(perm);
		expect(readdirSync(outside('sub'))).toEqual(['file']);
	});

	it.each(['list', 'read', 'write'])(
		'and is turned into a link to outside without a pause lets nothing through (%s)',
		async (kind) => {
			const root = await begin();
			writeFileSync(inData('sub/file'), 'granted');
			const swap = `cd "$1" && while true; do mv sub kept; ln -s "$2" sub; rm sub; mv kept sub; done`;
			const child = spawn('sh', ['-c', swap, 'sh', inData('.'), outside('.')], { stdio: 'ignore' });
			try {
				const until = Date.now() + 800;
				for (let turn = 0; Date.now() < until; turn++) {
					if (kind === 'write') {
						await guest.act({ op: 'wasi_make_folder', dir: root, path: `sub/made${turn}` });
						const file = await guest.open(root, 'sub/file', { write: true, oflags: 1 });
						if (file > 0)
							await guest.act({ op: 'wasi_write', handle: file, where: 'at', offset: 0, data: Buffer.from('granted') });
						if (file > 0) await guest.act({ op: 'wasi_close', handle: file });
						continue;
					}
					const opened = await guest.open(root, kind === 'list' ? 'sub' : 'sub/file');
					if (opened > 0 && kind === 'read') expect(await guest.read(opened)).not.toBe('secret');
					if (opened > 0) await guest.act({ op: 'wasi_close', handle: opened });
				}
			} finally {
				child.kill('SIGKILL');
			}
			expect(readdirSync(outside(''))).toEqual(['file']);
			expect(readFileSync(outside('file'), 'utf8')).toBe('secret');
		},
	);
});

describe('the program’s own files', () => {
	it('are out of reach of a WASI guest, by name, by link and by moving what holds them', async () => {
		const own = { unwritable: [], handedOver: [], folds: false, windows: false };
		let sealed = '';
		guest = await descriptorGuest(
			{ allow_file_system: true, allowed_paths: ['./'] },
			{ ownPlaces: () => ({ ...own, sealed: [sealed] }) },
			({ home }) => {
				sealed = join(home, '..', 'outside', 'own');
				mkdirSync(sealed, { recursive: true });
				writeFileSync(join(sealed, 'db'), 'secret');
			},
		);
		guest.at.grant = { allow_file_system: true, allowed_paths: [guest.at.root] };
		await guest.ask({ op: 'wasi_begin' });
		const { data } = await guest.ask({ op: 'wasi_begin' });
		const [root] = JSON.parse(Buffer.from(data ?? []).toString()) as [
			{ readonly handle: number; readonly name: string },
		];
		expect(root.name).toBe(guest.at.root);
		for (const path of ['outside/own/db', 'outside/own', 'outside/own/']) {
			expect([path, await guest.open(root.handle, path)]).toEqual([path, -errno.notcapable]);
		}
		expect(
			await guest.act({ op: 'wasi_move', dir: root.handle, path: 'outside', toDir: root.handle, to: 'elsewhere' }),
		).toBe(-errno.notcapable);
		expect(readFileSync(join(sealed, 'db'), 'utf8')).toBe('secret');
		expect(() => readlinkSync(join(guest.at.root, 'elsewhere'))).toThrow();
	});
});
