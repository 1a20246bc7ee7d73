import { describe, expect, it } from 'vitest';
import { systemCallFilter } from './system-call-filter.ts';

/** What the program answers to a call: the kernel's own machine for it, as far as the program uses it. */
function ask(
	program: Buffer,
	call: { readonly number: number; readonly processor?: number; readonly first?: bigint },
): number {
	const data = Buffer.alloc(64);
	data.writeUInt32LE(call.number, 0);
	data.writeUInt32LE(call.processor ?? 0xc000_003e, 4);
	data.writeBigUInt64LE(call.first ?? 0n, 16);
	let word = 0;
	for (let at = 0; ; at += 1) {
		const [code, operand] = [program.readUInt16LE(at * 8), program.readUInt32LE(at * 8 + 4)];
		if (code === 0x06) return operand;
		if (code === 0x20) word = data.readUInt32LE(operand);
		else {
			const holds = code === 0x15 ? word === operand : code === 0x35 ? word >= operand : (word & operand) !== 0;
			at += program.readUInt8(at * 8 + (holds ? 2 : 3));
		}
	}
}

const [allow, kill, refuse, absent] = [0x7fff_0000, 0x8000_0000, 0x0005_0001, 0x0005_0026];

describe('the filter of system calls', () => {
	const program = Buffer.from(systemCallFilter('x64') ?? []);

	it.each([
		['read', 0, 0n, allow],
		['write', 1, 0n, allow],
		['mmap', 9, 0n, allow],
		['execve, which starts Node', 59, 0n, allow],
		['futex', 202, 0n, allow],
		['tgkill, by which a process aborts', 234, 0n, allow],
		['exit_group', 231, 0n, allow],
		['ptrace', 101, 0n, refuse],
		['socket', 41, 0n, refuse],
		['unlink', 87, 0n, refuse],
		['setxattr', 188, 0n, refuse],
		['lremovexattr, the last of the list', 198, 0n, refuse],
		['keyctl', 250, 0n, refuse],
		['io_uring_setup', 425, 0n, absent],
		['clone3', 435, 0n, absent],
		['clone of a thread', 56, 0x003d_0f00n, allow],
		['clone of a process', 56, 17n, refuse],
		['clone of a process in namespaces of its own', 56, 0x1000_0011n, refuse],
		['prlimit of itself', 302, 0n, allow],
		['prlimit of another process', 302, 4242n, refuse],
		['a call of the other interface', 0x4000_0000, 0n, refuse],
		['a call that nobody knows yet', 9_999, 0n, allow],
	])('answers %s as it should', (_name, number, first, expected) => {
		expect(ask(program, { number, first })).toBe(expected);
	});

	it('ends a process that calls by the numbers of another processor', () => {
		expect(ask(program, { number: 0, processor: 0x4000_0003 })).toBe(kill);
	});

	it('is none where the numbers are not known', () => {
		expect(systemCallFilter('arm64')).toBeNull();
		expect(systemCallFilter('ia32')).toBeNull();
	});
});
