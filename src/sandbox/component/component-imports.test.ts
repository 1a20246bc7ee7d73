import { describe, expect, it } from 'vitest';
import { bytes, good, open, text, wired } from '../../../test/support/wasi/wired-component.ts';
import { hasMember, providedInterfaces } from '../../shared/wasm/component/provided.ts';
import { LogStreams } from '../imports/wasi/streams.ts';
import { componentImports } from './component-imports.ts';
import type { Outcome } from './outcome.ts';
import { Descriptor } from './wasi/descriptor.ts';
import type { InputStream, OutputStream } from './wasi/streams.ts';

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
		expect(() => fn('wasi:cli/exit#exit', { tag: 'err' })).toThrow(WebAssembly.RuntimeError);
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
