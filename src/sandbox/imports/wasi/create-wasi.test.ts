import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	type InProcessOptions,
	loadError,
	loadGuest,
	RecordingHost,
} from '../../../../test/support/guests/in-process-guest.ts';
import { errno } from '../../../shared/wasm/wasi/errno.ts';
import { type WasiFunctionName, wasiFunctions } from '../../../shared/wasm/wasi/wasi-preview1.ts';

const names = (Object.keys(wasiFunctions) as WasiFunctionName[]).filter((name) => name !== 'proc_exit');
/** What a probe shows of its memory: from here on, its function's answer first. */
const BASE = 260;
const SHOWN = 1024;

/** A guest whose `probe` calls one function with constant arguments and shows its answer and its memory. */
function probing(name: WasiFunctionName, args: readonly (number | bigint)[], data = ''): string {
	const types = wasiFunctions[name].params;
	const values = types.map((type, index) => `(${type}.const ${args[index] ?? 0})`).join(' ');
	return `(module (import "wasi_snapshot_preview1" "${name}" (func $f (param ${types.join(' ')}) (result i32)))
		(memory (export "memory") 1) ${data}
		(func (export "probe") (result i32)
			(i32.store (i32.const 256) (i32.const ${SHOWN}))
			(i32.store (i32.const ${BASE}) (call $f ${values}))
			(i32.const 256)))`;
}

interface Probed {
	readonly errno: number;
	readonly memory: DataView;
	text(at: number, length: number): string;
	u32(at: number): number;
}

async function probe(
	name: WasiFunctionName,
	args: readonly (number | bigint)[],
	options: InProcessOptions = {},
	data = '',
): Promise<Probed> {
	const guest = await loadGuest(probing(name, args, data), { abi: 'wasi-reactor', encoding: 'bytes', ...options });
	const result = await guest.call({ fn: 'probe', input: { kind: 'value', data: null }, maxOutputBytes: 4096 });
	if (!result.ok) throw result.error;
	if (result.output.kind !== 'value' || result.output.data === null) throw new Error('expected a value');
	const bytes = result.output.data;
	const memory = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return {
		errno: memory.getUint32(0, true),
		memory,
		text: (at, length) => Buffer.from(bytes.subarray(at - BASE, at - BASE + length)).toString('latin1'),
		u32: (at) => memory.getUint32(at - BASE, true),
	};
}

const OUTSIDE = 0x7fff_fff0;

describe('WASI', () => {
	it('answers every function with an errno, whatever it is given, and lets the guest go on', async () => {
		const number = fc.oneof(fc.integer(), fc.integer({ min: -2, max: 300 }), fc.constant(OUTSIDE));
		const args = fc.array(number, { minLength: 9, maxLength: 9 });
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...names), args, async (name, values) => {
				const types = wasiFunctions[name].params;
				// The probe's own result must stay whole for the answer to be read.
				const pointers = values.map((value) => (value >= 200 && value < BASE + SHOWN ? 4096 : value));
				const given = pointers.map((value, index) => (types[index] === 'i64' ? BigInt(value) : value));
				const probed = await probe(name, given).catch((error: Error) => error.message);
				if (typeof probed === 'string') expect(probed).toMatch(/claims|JSON|outside/);
				else expect(probed.errno).toBeLessThanOrEqual(76);
			}),
			{ numRuns: 300 },
		);
	});

	it('gives arguments and granted variables as C reads them', async () => {
		const options = { args: ['plugin', 'läuft'], env: [['A', '1'] as const, ['LONG', 'x=y'] as const] };
		const sizes = await probe('args_sizes_get', [300, 304], options);
		expect([sizes.errno, sizes.u32(300), sizes.u32(304)]).toEqual([0, 2, 14]);
		const args = await probe('args_get', [300, 400], options);
		expect([args.errno, args.u32(300), args.u32(304)]).toEqual([0, 400, 407]);
		expect(args.text(400, 14)).toBe(Buffer.from('plugin\0läuft\0').toString('latin1'));
		const counted = await probe('environ_sizes_get', [300, 304], options);
		expect([counted.u32(300), counted.u32(304)]).toEqual([2, 13]);
		expect((await probe('environ_get', [300, 400], options)).text(400, 13)).toBe('A=1\0LONG=x=y\0');
		expect((await probe('environ_get', [300, OUTSIDE], options)).errno).toBe(errno.fault);
		expect((await probe('environ_get', [OUTSIDE, 400], options)).errno).toBe(errno.fault);
		expect((await probe('args_sizes_get', [OUTSIDE, 304], options)).errno).toBe(errno.fault);
	});

	it('tells the time and gives randomness, and where there is no room says so', async () => {
		const before = BigInt(Date.now()) * 1_000_000n;
		const wall = await probe('clock_time_get', [0, 0n, 300]);
		expect(wall.memory.getBigUint64(40, true)).toBeGreaterThanOrEqual(before);
		expect((await probe('clock_time_get', [1, 0n, 300])).errno).toBe(errno.success);
		expect((await probe('clock_time_get', [9, 0n, 300])).errno).toBe(errno.inval);
		expect((await probe('clock_time_get', [0, 0n, OUTSIDE])).errno).toBe(errno.fault);
		expect((await probe('clock_res_get', [0, 300])).memory.getBigUint64(40, true)).toBe(1_000_000n);
		const [one, two] = [await probe('random_get', [300, 64]), await probe('random_get', [300, 64])];
		expect(one.text(300, 64)).not.toBe(two.text(300, 64));
		// More than the generator gives at once.
		expect((await probe('random_get', [2000, 63_000])).errno).toBe(errno.success);
		expect((await probe('random_get', [65_530, 7])).errno).toBe(errno.fault);
	});

	it('hands lines on standard output and error to the log, however they are cut', async () => {
		const host = new RecordingHost();
		const line = 'one\\0atwo\\0d\\0a\\0athree';
		const vectors = '(data (i32.const 2000) "\\d0\\0b\\00\\00\\05\\00\\00\\00\\d5\\0b\\00\\00\\0a\\00\\00\\00")';
		const data = `(data (i32.const 3024) "${line}") ${vectors}`;
		const written = await probe('fd_write', [1, 2000, 2, 300], { host }, data);
		expect([written.errno, written.u32(300)]).toEqual([0, 15]);
		expect(host.logs.map((text) => text.replace(/^\w+: /, ''))).toEqual(['one', 'two', 'three']);
		expect((await probe('fd_write', [2, 2000, 1, 300], { host }, data)).errno).toBe(errno.success);
		expect((await probe('fd_write', [3, 2000, 1, 300], {}, data)).errno).toBe(errno.badf);
		expect((await probe('fd_write', [1, OUTSIDE, 1, 300])).errno).toBe(errno.fault);
		expect((await probe('fd_write', [1, 2000, -1, 300])).errno).toBe(errno.inval);
	});

	it('has an empty standard input, no files and no way to one', async () => {
		const read = await probe('fd_read', [0, 2000, 1, 300]);
		expect([read.errno, read.u32(300)]).toEqual([0, 0]);
		expect((await probe('fd_read', [3, 2000, 1, 300])).errno).toBe(errno.badf);
		expect((await probe('fd_fdstat_get', [1, 300])).memory.getUint8(40)).toBe(2);
		expect((await probe('fd_fdstat_get', [1, OUTSIDE])).errno).toBe(errno.fault);
		expect((await probe('fd_fdstat_get', [3, 300])).errno).toBe(errno.badf);
		// No preopened folder: a C library's search for them ends here.
		expect((await probe('fd_prestat_get', [3, 300])).errno).toBe(errno.badf);
		for (const name of ['path_unlink_file', 'path_rename', 'sock_accept', 'fd_pread'] as const) {
			expect((await probe(name, [3])).errno).toBe(errno.badf);
		}
		expect((await probe('path_open', [0])).errno).toBe(errno.badf);
		expect((await probe('fd_seek', [1])).errno).toBe(errno.spipe);
		expect((await probe('fd_tell', [9])).errno).toBe(errno.badf);
		expect((await probe('fd_close', [0])).errno).toBe(errno.success);
		expect((await probe('proc_raise', [9])).errno).toBe(errno.nosys);
		expect((await probe('sched_yield', [])).errno).toBe(errno.success);
	});

	it('says of standard streams that they are no sockets, and of others that they are not open', async () => {
		for (const name of ['sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown'] as const) {
			expect([(await probe(name, [0])).errno, (await probe(name, [3])).errno]).toEqual([errno.notsock, errno.badf]);
		}
	});

	/** Subscriptions of 48 bytes from 2000 on: user data, kind, what it is about. */
	const subscriptions = (...entries: readonly { readonly kind: number; readonly id: number; readonly ns?: bigint }[]) =>
		entries
			.map(({ kind, id, ns = 0n }, index) => {
				const bytes = new DataView(new ArrayBuffer(48));
				bytes.setBigUint64(0, BigInt(index + 7), true);
				bytes.setUint8(8, kind);
				bytes.setUint32(16, id, true);
				bytes.setBigUint64(24, ns, true);
				const text = [...new Uint8Array(bytes.buffer)]
					.map((byte) => `\\${byte.toString(16).padStart(2, '0')}`)
					.join('');
				return `(data (i32.const ${2000 + 48 * index}) "${text}")`;
			})
			.join(' ');
	const events = (polled: Probed, count: number) =>
		Array.from({ length: count }, (_, index) => [
			polled.u32(400 + 32 * index),
			polled.memory.getUint16(408 + 32 * index - BASE, true),
			polled.memory.getUint8(410 + 32 * index - BASE),
		]);

	it('waits for the soonest clock and tells of it alone', async () => {
		const data = subscriptions({ kind: 0, id: 1, ns: 60_000_000_000n }, { kind: 0, id: 1, ns: 30_000_000n });
		const begun = performance.now();
		const polled = await probe('poll_oneoff', [2000, 400, 2, 300], {}, data);
		expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
		expect([polled.errno, polled.u32(300)]).toEqual([errno.success, 1]);
		expect(events(polled, 1)).toEqual([[8, errno.success, 0]]);
	});

	it('tells at once of a moment that is over, of streams, and of what cannot be waited for', async () => {
		const data = subscriptions(
			{ kind: 0, id: 0, ns: 0n },
			{ kind: 1, id: 0 },
			{ kind: 2, id: 1 },
			{ kind: 2, id: 0 },
			{ kind: 1, id: 9 },
			{ kind: 0, id: 5 },
			{ kind: 7, id: 0 },
			{ kind: 0, id: 1, ns: 60_000_000_000n },
		);
		const polled = await probe('poll_oneoff', [2000, 400, 8, 300], {}, data);
		expect([polled.errno, polled.u32(300)]).toEqual([errno.success, 7]);
		expect(events(polled, 7)).toEqual([
			[7, errno.success, 0],
			[8, errno.success, 1],
			[9, errno.success, 2],
			[10, errno.badf, 2],
			[11, errno.badf, 1],
			[12, errno.inval, 0],
			[13, errno.inval, 7],
		]);
	});

	it('refuses to wait for nothing, and for what lies outside the memory', async () => {
		expect((await probe('poll_oneoff', [2000, 400, 0, 300])).errno).toBe(errno.inval);
		expect((await probe('poll_oneoff', [2000, OUTSIDE, 1, 300])).errno).toBe(errno.fault);
		expect((await probe('poll_oneoff', [OUTSIDE, 400, 1, 300])).errno).toBe(errno.fault);
	});

	it('refuses a start function that needs memory before there is any, and one that ends the program', async () => {
		const source = `(module (import "wasi_snapshot_preview1" "random_get" (func $f (param i32 i32) (result i32)))
			(memory (export "memory") 1) (func $s (drop (call $f (i32.const 16) (i32.const 4)))) (start $s))`;
		expect(await loadError(source, { abi: 'wasi-reactor' })).toMatchObject({
			code: 'plugin_load',
			message: expect.stringContaining('start function'),
		});
		const exits =
			'(module (import "wasi_snapshot_preview1" "proc_exit" (func $x (param i32))) (memory (export "memory") 1) (func (export "_initialize") (call $x (i32.const 3))))';
		expect(await loadError(exits, { abi: 'wasi-reactor' })).toMatchObject({
			code: 'plugin_load',
			message: expect.stringContaining('exited with code 3'),
		});
	});
});
