import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type TestGuest, testGuest } from '../../../test/support/guests/broker-guest.ts';
import { hasMember, providedInterfaces } from '../../shared/wasm/component/provided.ts';
import type { HostSide } from '../imports/host-side.ts';
import { LogStreams } from '../imports/wasi/streams.ts';
import { wasiSide } from '../module/start-instance.ts';
import { type ComponentImports, componentImports } from './component-imports.ts';
import type { Outcome } from './outcome.ts';
import { Descriptor } from './wasi/descriptor.ts';
import type { DirectoryEntryStream } from './wasi/directory-entries.ts';
import type { InputStream, OutputStream } from './wasi/streams.ts';

const guests: TestGuest[] = [];
afterEach(() => {
	for (const guest of guests.splice(0)) guest.remove();
});

const open = { allow_file_system: true, allowed_paths: ['.'] };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (from: Uint8Array): string => new TextDecoder().decode(from);
const none = {};

/** The value of a result that must be one. */
async function good<Value>(outcome: Outcome<Value, unknown> | Promise<Outcome<Value, unknown>>): Promise<Value> {
	const answered = await outcome;
	if (answered.tag === 'err') throw new Error(`failed: ${JSON.stringify(answered.val)}`);
	return answered.val;
}

interface Wired {
	readonly at: TestGuest;
	readonly imports: ComponentImports;
	readonly logs: string[];
	fn<Result>(name: string, ...args: readonly unknown[]): Result;
	/** The folder that is granted first. */
	readonly root: Descriptor;
}

/** The imports of an instance before a real broker on the real file system. */
async function wired(
	grant: Parameters<typeof testGuest>[0] = open,
	config: Record<string, unknown> = {},
): Promise<Wired> {
	const at = testGuest(grant);
	guests.push(at);
	const logs: string[] = [];
	const host: HostSide = {
		ask: (request) => at.ask(request),
		log: (level, message) => logs.push(`${level}: ${message}`),
		progress: (done, total) => logs.push(`progress: ${done}/${total}`),
	};
	const side = await wasiSide(true, host);
	const keys = Object.entries(config).map(([key, value]) => [key, bytes(JSON.stringify(value))] as const);
	const imports = componentImports(Object.keys(providedInterfaces), {
		host,
		config: new Map(keys),
		args: ['plugin'],
		env: [['HOME', '/']],
		...side,
	});
	const fn = <Result>(name: string, ...args: readonly unknown[]): Result => {
		const [face = '', member = ''] = name.split('#');
		const called = imports.object[face]?.[member] as ((...given: readonly unknown[]) => Result) | undefined;
		if (called === undefined) throw new Error(`there is no ${name}`);
		return called(...args);
	};
	const directories = () => fn<[Descriptor, string][]>('wasi:filesystem/preopens#getDirectories');
	return {
		at,
		imports,
		logs,
		fn,
		get root() {
			return (directories()[0] as [Descriptor, string])[0];
		},
	};
}

/** `blocking-read` is `blockingRead`, and `pollable` `Pollable`. */
const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const capital = (name: string): string => camel(`-${name}`);

describe('the imports of a component', () => {
	it('are those of the table, member by member, and nothing else', async () => {
		const { imports } = await wired();
		const made = Object.entries(imports.object).map(([name, members]) => {
			const named = Object.entries(members).flatMap(([member, value]) => {
				if (!/^[A-Z]/.test(member)) return [member];
				const { prototype } = value as { prototype: object };
				const methods = Object.getOwnPropertyNames(prototype).filter((method) => method !== 'constructor');
				const ofClass = Object.getOwnPropertyNames(value).filter(
					(own) => !/^(?:length|name|prototype|fixed)$/.test(own),
				);
				return [member, ...[...methods, ...ofClass].map((method) => `${member}.${method}`)];
			});
			return [
				name,
				named.filter((member) => !/\.(?:take|released|begunBody|headerList|whole)$/.test(member)).toSorted(),
			];
		});
		const wanted = Object.entries(providedInterfaces).map(([name, { atOnce, waits, resources }]) => {
			const called = [...atOnce, ...waits].filter((member) => !member.startsWith('[constructor]'));
			const members = called.map((member) => {
				const [, resource, method] = /^\[(?:method|static)\](.+)\.(.+)$/.exec(member) ?? [];
				return resource === undefined || method === undefined ? camel(member) : `${capital(resource)}.${camel(method)}`;
			});
			return [name, [...members, ...resources.map(capital)].toSorted()];
		});
		expect(made).toEqual(wanted);
	});

	it('are handed over as far as they are named, and asked of nobody else', () => {
		const side = { config: new Map(), args: [], env: [], preopens: [], streams: new LogStreams(() => undefined) };
		const host = { ask: () => Promise.reject(new Error('asked')), log: () => undefined, progress: () => undefined };
		const { object } = componentImports(['wasi:cli/exit', 'wasi:dreams/sleep'], { ...side, host });
		expect(Object.keys(object)).toEqual(['wasi:cli/exit', 'wasi:dreams/sleep']);
		expect(object['wasi:dreams/sleep']).toEqual({});
		for (const provided of Object.values(providedInterfaces)) expect(hasMember(provided, 'fly')).toBe(false);
	});

	it('write, read, list, rename and remove files, by the grant', async () => {
		const { root, at, imports } = await wired();
		const write = { write: true, read: true };
		const file = await good(root.openAt(none, 'a.txt', { create: true }, write));
		const out = await good(file.writeViaStream(0n));
		expect(await out.checkWrite()).toMatchObject({ tag: 'ok' });
		await good(out.write(bytes('one ')));
		await good(out.blockingWriteAndFlush(bytes('two ')));
		await good(out.writeZeroes(2n));
		// Not written yet, and read back all the same.
		const reading = await good(file.readViaStream(4n));
		expect(text(await good(reading.blockingRead(4n)))).toBe('two ');
		expect(await good(reading.skip(100n))).toBe(2n);
		expect(await reading.read(1n)).toEqual({ tag: 'err', val: { tag: 'closed' } });
		expect(await good(file.read(100n, 6n))).toEqual([bytes('o \0\0'), false]);
		expect(await good(file.read(100n, 10n))).toEqual([new Uint8Array(0), true]);
		expect((await good(file.stat())).size).toBe(10n);
		for (const one of [out, reading, file]) one[Symbol.dispose]();
		await imports.settle();
		expect(readFileSync(join(at.home, 'a.txt'), 'latin1')).toBe('one two \0\0');

		await good(root.createDirectoryAt('sub'));
		await good(root.renameAt('a.txt', root, 'sub/b.txt'));
		await good(root.symlinkAt('sub/b.txt', 'link'));
		expect(await good(root.readlinkAt('link'))).toBe('sub/b.txt');
		expect((await good(root.statAt({ symlinkFollow: true }, 'link'))).type).toBe('regular-file');
		expect((await good(root.statAt(none, 'link'))).type).toBe('symbolic-link');
		const before = await good(root.metadataHashAt(none, 'sub/b.txt'));
		const when = { tag: 'timestamp', val: { seconds: 1_000_000_000n, nanoseconds: 0 } } as const;
		await good(root.setTimesAt(none, 'sub/b.txt', { tag: 'no-change' }, when));
		expect((await good(root.statAt(none, 'sub/b.txt'))).dataModificationTimestamp).toEqual(when.val);
		expect(await good(root.metadataHashAt(none, 'sub/b.txt'))).not.toEqual(before);
		expect(await entries(await good(root.readDirectory()))).toEqual(['link symbolic-link', 'sub directory']);
		await good(root.unlinkFileAt('link'));
		await good(root.unlinkFileAt('sub/b.txt'));
		await good(root.removeDirectoryAt('sub'));
		expect(readdirSync(at.home)).toEqual([]);
	});

	it('append, cut and truncate', async () => {
		const { root, at, imports } = await wired();
		writeFileSync(join(at.home, 'log'), 'before');
		const file = await good(root.openAt(none, 'log', none, { write: true }));
		const appending = await good(file.appendViaStream());
		await good(appending.write(bytes(', after')));
		await imports.settle();
		expect(readFileSync(join(at.home, 'log'), 'utf8')).toBe('before, after');
		await good(file.setSize(6n));
		await good(file.sync());
		expect(readFileSync(join(at.home, 'log'), 'utf8')).toBe('before');
		const again = await good(root.openAt(none, 'log', { truncate: true }, { write: true }));
		expect((await good(again.stat())).size).toBe(0n);
		expect(again.isSameObject(file)).toBe(true);
		expect(again.isSameObject(root)).toBe(false);
	});

	it('leave no folder that was granted, whatever the path', async () => {
		const { root, at } = await wired();
		writeFileSync(join(at.root, 'secret'), 'secret');
		mkdirSync(join(at.home, 'sub'));
		symlinkSync('../secret', join(at.home, 'out'));
		symlinkSync(join(at.root, 'secret'), join(at.home, 'far'));
		const follow = { symlinkFollow: true };
		for (const path of ['../secret', '/etc/passwd', 'sub/../../secret', 'out', 'far', '..', 'sub/../..']) {
			expect([path, await root.openAt(follow, path, none, { read: true })]).toEqual([
				path,
				{ tag: 'err', val: 'not-permitted' },
			]);
		}
		expect(await root.symlinkAt('/etc/passwd', 'mine')).toEqual({ tag: 'err', val: 'not-permitted' });
		for (const [path, code] of [
			['', 'no-entry'],
			['a\0b', 'invalid'],
			['x'.repeat(5000), 'name-too-long'],
			['nothing', 'no-entry'],
		]) {
			expect(await root.statAt(none, path as string)).toEqual({ tag: 'err', val: code });
		}
	});

	it('change nothing of what was granted for reading', async () => {
		const { root, at } = await wired({ allow_file_system: true, allowed_paths: ['.:ro'] });
		writeFileSync(join(at.home, 'a'), 'a');
		const denied = [
			await root.openAt(none, 'a', none, { write: true }),
			await root.openAt(none, 'new', { create: true }, { write: true }),
			await root.unlinkFileAt('a'),
			await root.createDirectoryAt('sub'),
			await root.renameAt('a', root, 'b'),
		];
		for (const one of denied) expect(one).toEqual({ tag: 'err', val: 'access' });
		const file = await good(root.openAt(none, 'a', none, { read: true }));
		expect(await file.writeViaStream(0n)).toEqual({ tag: 'err', val: 'bad-descriptor' });
		expect(await file.setSize(0n)).toEqual({ tag: 'err', val: 'bad-descriptor' });
		expect(readFileSync(join(at.home, 'a'), 'utf8')).toBe('a');
		expect(readdirSync(at.home)).toEqual(['a']);
	});

	it('tell what could not be written when that is known', async () => {
		const { root, imports } = await wired({ ...open, max_write_bytes: 4096 });
		const file = await good(root.openAt(none, 'a', { create: true }, { write: true }));
		const out = await good(file.writeViaStream(0n));
		await good(out.write(new Uint8Array(8192)));
		expect(await imports.settle()).not.toBe(0);
		const again = await good(file.writeViaStream(0n));
		await good(again.write(new Uint8Array(8192)));
		for (const one of [out, again, file]) one[Symbol.dispose]();
		// Nobody holds the file any more, and what it could not keep is told.
		expect(await imports.settle()).not.toBe(0);
		expect(imports.settle()).toBeNull();
	});

	it('close with the last that uses them, and are counted', async () => {
		const { root, imports } = await wired();
		const held = imports.handles;
		const file = await good(root.openAt(none, 'a', { create: true }, { read: true, write: true }));
		const out = await good(file.writeViaStream(0n));
		file[Symbol.dispose]();
		file[Symbol.dispose]();
		await good(out.write(bytes('still open')));
		out[Symbol.dispose]();
		expect(imports.handles).toBe(held);
		expect(text((await good((await good(root.openAt(none, 'a', none, { read: true }))).read(99n, 0n)))[0])).toBe(
			'still open',
		);
	});

	it('end an instance that makes handles without end', async () => {
		const { fn } = await wired();
		const many = () => {
			for (let made = 0; made < 20_000; made++) fn('wasi:clocks/monotonic-clock#subscribeDuration', 1n);
		};
		expect(many).toThrow(/handles: .* 10000 at once/);
	});

	it('know no handle that the host did not make', async () => {
		const { root, imports } = await wired();
		const forged = Object.create(Descriptor.prototype) as Descriptor;
		await expect(forged.stat()).rejects.toThrow(TypeError);
		expect(() => forged.getFlags()).toThrow(TypeError);
		await expect(root.renameAt('a', forged, 'b')).rejects.toThrow(TypeError);
		const { InputStream } = imports.object['wasi:io/streams'] as { InputStream: { prototype: InputStream } };
		const stream = Object.create(InputStream.prototype) as InputStream;
		await expect(stream.read(1n)).rejects.toThrow(TypeError);
	});

	it('have the log as output, no input and no terminal', async () => {
		const { fn, logs } = await wired();
		const out = fn<OutputStream>('wasi:cli/stdout#getStdout');
		await good(out.write(bytes('one\ntw')));
		await good(out.blockingWriteAndFlush(bytes('o\n')));
		await good(fn<OutputStream>('wasi:cli/stderr#getStderr').write(bytes('oh\n')));
		expect(logs).toEqual(['info: one', 'info: two', 'warn: oh']);
		const input = fn<InputStream>('wasi:cli/stdin#getStdin');
		expect(input.subscribe().ready()).toBe(true);
		expect(await input.blockingRead(10n)).toEqual({ tag: 'err', val: { tag: 'closed' } });
		expect(fn('wasi:cli/terminal-stdout#getTerminalStdout')).toBeUndefined();
		expect(fn('wasi:cli/environment#getEnvironment')).toEqual([['HOME', '/']]);
		expect(fn('wasi:cli/environment#getArguments')).toEqual(['plugin']);
		expect(fn('wasi:sockets/tcp-create-socket#createTcpSocket')).toEqual({ tag: 'err', val: 'access-denied' });
	});

	it('wait for the first that is ready, and for nothing never', async () => {
		const { fn } = await wired();
		const timer = (ms: number) => fn('wasi:clocks/monotonic-clock#subscribeDuration', BigInt(ms) * 1_000_000n);
		expect(await fn('wasi:io/poll#poll', [timer(60_000), timer(1), timer(0)])).toEqual(Uint32Array.of(2));
		expect(await fn('wasi:io/poll#poll', [timer(60_000), timer(5)])).toEqual(Uint32Array.of(1));
		await expect(fn<Promise<unknown>>('wasi:io/poll#poll', [])).rejects.toThrow(/waits for nothing/);
	});

	it('give randomness, as much as can be used', async () => {
		const { fn } = await wired();
		const one = fn<Uint8Array>('wasi:random/random#getRandomBytes', 100_000n);
		expect(one).toHaveLength(100_000);
		expect(new Set(one).size).toBe(256);
		expect(fn('wasi:random/random#getRandomU64')).not.toBe(fn('wasi:random/random#getRandomU64'));
		expect(() => fn('wasi:random/random#getRandomBytes', 1n << 40n)).toThrow(/16777216 are the most/);
		expect(fn('dataflare:plugin/chance#randomBytes', 0xffff_ffff)).toHaveLength(65_536);
	});

	it('give nothing more to one that ended itself', async () => {
		const { fn, imports } = await wired();
		expect(() => fn('wasi:cli/exit#exit', { tag: 'err' })).toThrow(/proc_exit\(1\)/);
		expect(imports.exitCode).toBe(1);
		expect(() => fn('wasi:cli/exit#exit', { tag: 'ok' })).toThrow();
		expect(imports.exitCode).toBe(1);
		expect(() => fn('wasi:filesystem/preopens#getDirectories')).toThrow();
	});

	it('have the host functions of the plugin ABI, with types', async () => {
		const { fn, at, logs } = await wired(open, { limit: 3 });
		const plugin = <Result>(name: string, ...args: readonly unknown[]) =>
			fn<Promise<Outcome<Result, string>>>(`dataflare:plugin/${name}`, ...args);
		expect(fn('dataflare:plugin/configuration#get', 'limit')).toBe('3');
		expect(fn('dataflare:plugin/configuration#get', '__proto__')).toBeUndefined();
		fn('dataflare:plugin/log#log', 'warn', 'mind');
		fn('dataflare:plugin/log#progress', 1n, 1n << 63n);
		expect(logs).toEqual(['warn: mind', `progress: 1/${Number.MAX_SAFE_INTEGER}`]);

		expect(await good(plugin('state#get', 'seen'))).toBeUndefined();
		await good(plugin('state#set', 'seen', bytes('yes')));
		expect(text(await good(plugin<Uint8Array>('state#get', 'seen')))).toBe('yes');
		expect(await plugin('state#set', 'x'.repeat(40_000), bytes(''))).toEqual({ tag: 'err', val: 'invalid' });
		expect(await plugin('state#set', 'seen', new Uint8Array(20 << 20))).toEqual({ tag: 'err', val: 'too-large' });
		expect(await plugin('state#set', 'seen', new Uint8Array(2 << 20))).toMatchObject({ tag: 'err' });

		await good(plugin('files#write', 'a.txt', bytes('abc'), 'replace'));
		await good(plugin('files#write', 'a.txt', bytes('def'), 'append'));
		expect(text(await good(plugin<Uint8Array>('files#read', 'a.txt', 2n, 3)))).toBe('cde');
		expect(await good(plugin('files#list', '.'))).toEqual([{ name: 'a.txt', kind: 'file', size: 6n }]);
		expect(await plugin('files#read', 'b.txt', 0n, 1)).toEqual({ tag: 'err', val: 'not-found' });
		expect(await plugin('files#read', '/etc/passwd', 0n, 1)).toEqual({ tag: 'err', val: 'permission-denied' });
		expect(await plugin('environment#get', 'PATH')).toEqual({ tag: 'err', val: 'permission-denied' });
		const request = { method: 'GET', url: 'https://example.com/', headers: [], text: false, waitMs: 0 };
		expect(await plugin('http#send', request)).toEqual({ tag: 'err', val: 'permission-denied' });
		expect(at.calls.filter(({ denied }) => denied !== null).map(({ op }) => op)).toEqual([
			'read_file',
			'get_env',
			'http',
		]);
	});
});

async function entries(stream: DirectoryEntryStream): Promise<readonly string[]> {
	const found: string[] = [];
	for (;;) {
		const entry = await good(stream.readDirectoryEntry());
		if (entry === undefined) return found.toSorted();
		found.push(`${entry.name} ${entry.type}`);
	}
}
