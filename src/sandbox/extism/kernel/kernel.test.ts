import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource, ownModules } from '../../../../scripts/build/kernel-source.ts';
import { kernelBytes } from './kernel-bytes.ts';

type Call = (...args: (bigint | number)[]) => bigint;

function kernel(room = 1_000): {
	readonly call: (name: string, ...args: (bigint | number)[]) => bigint;
	readonly memory: WebAssembly.Memory;
} {
	const module = new WebAssembly.Module(Buffer.from(kernelBytes, 'base64'));
	const { exports } = new WebAssembly.Instance(module, { host: { room: () => room } });
	return {
		call: (name, ...args) => (exports[name] as Call)(...args),
		memory: exports['memory'] as WebAssembly.Memory,
	};
}

interface Block {
	/** Of the data. */
	readonly at: number;
	size: number;
	used: number;
	isFree: boolean;
}

/** The rules of Extism's own runtime, as plainly as they can be said. */
class Model {
	readonly blocks: Block[] = [];
	position = 0;
	length = 65_536 - 64;
	error = 0;
	input = { at: 0, length: 0 };
	output = { at: 0, length: 0 };
	#pagesLeft: number;

	constructor(room: number) {
		this.#pagesLeft = room;
	}

	get end(): number {
		return this.length + 64;
	}

	alloc(n: number): number {
		if (n === 0) return 0;
		const need = n + 12;
		const left = this.length - this.position - 64;
		if (need >= left) {
			const reused = need <= this.position ? this.#reuse(n) : null;
			if (reused !== null) return reused.at;
			const pages = Math.ceil((need - left) / 65_536);
			if (pages > this.#pagesLeft) return 0;
			this.length += pages * 65_536;
		}
		const block = { at: 65 + this.position + 12, size: n, used: n, isFree: false };
		this.blocks.push(block);
		this.position += need;
		return block.at;
	}

	#reuse(n: number): Block | null {
		const index = this.blocks.findIndex(({ isFree, size }) => isFree && size >= n);
		const block = this.blocks[index];
		if (block === undefined) return null;
		if (block.size - n < 128) {
			Object.assign(block, { used: n, isFree: false });
			return block;
		}
		block.size -= n + 12;
		block.used = 0;
		const rest = { at: block.at + block.size + 12, size: n, used: n, isFree: false };
		this.blocks.splice(index + 1, 0, rest);
		return rest;
	}

	#live(at: number): Block | null {
		return this.blocks.find((block) => block.at === at && !block.isFree) ?? null;
	}

	free(at: number): void {
		const block = this.#live(at);
		if (block === null) return;
		block.isFree = true;
		if (at === this.input.at) this.input.length = 0;
	}

	lengthOf(at: number): number {
		return this.#live(at)?.used ?? 0;
	}

	range(of: 'input' | 'output', at: number, length: number): void {
		if (at >= 65 && at <= this.end && length <= this.end - at) this[of] = { at, length };
	}

	errorSet(at: number): void {
		if (at === 0 || (at >= 65 && at < this.end)) this.error = at;
	}

	reset(): void {
		this.blocks.length = 0;
		this.position = 0;
		this.error = 0;
		this.input = { at: 0, length: 0 };
		this.output = { at: 0, length: 0 };
	}
}

/** `pick`: which of the blocks so far; `shift`: how far beside its beginning. */
type Step =
	| { readonly op: 'alloc'; readonly n: number }
	| { readonly op: 'reset' }
	| {
			readonly op: 'free' | 'length' | 'length_unsafe' | 'error_set' | 'input_set' | 'output_set';
			readonly pick: number;
			readonly shift: number;
			readonly n: number;
	  };

const sizes = fc.oneof(fc.nat(300), fc.nat(70_000), fc.constantFrom(0, 1, 65_535, 65_536, 65_536 * 3));
const steps: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ op: fc.constant('alloc' as const), n: sizes }) },
	{
		weight: 8,
		arbitrary: fc.record({
			op: fc.constantFrom('free', 'free', 'length', 'length_unsafe', 'error_set', 'input_set', 'output_set'),
			pick: fc.nat(60),
			shift: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -80, max: 80 })),
			n: sizes,
		}),
	},
	{ weight: 1, arbitrary: fc.constant({ op: 'reset' as const }) },
);

describe('the kernel', () => {
	it('is what its source says', async () => {
		const [file = ''] = ownModules.keys();
		expect(readFileSync(file, 'utf8')).toBe(await bytesSource(file));
	});

	it('does what the model does, whatever is asked of it', () => {
		fc.assert(
			fc.property(fc.array(steps, { maxLength: 60 }), fc.constantFrom(0, 3, 1_000), (script, room) => {
				const { call } = kernel(room);
				// The kernel asks how much room there is; here it is always the same, as in the model.
				const model = new Model(room);
				const seen: number[] = [77];
				for (const step of script) {
					if (step.op === 'alloc') {
						const at = model.alloc(step.n);
						expect(Number(call('alloc', BigInt(step.n)))).toBe(at);
						seen.push(at);
					} else if (step.op === 'reset') {
						model.reset();
						call('reset');
					} else {
						const at = Math.max(0, (seen[step.pick % seen.length] as number) + step.shift);
						const big = BigInt(at);
						if (step.op === 'free') {
							model.free(at);
							call('free', big);
						} else if (step.op === 'length') expect(Number(call('length', big))).toBe(model.lengthOf(at));
						else if (step.op === 'length_unsafe') {
							// On what is no block it may answer anything, and never ends the guest.
							const found = Number(call('length_unsafe', big));
							if (model.lengthOf(at) > 0) expect(found).toBe(model.lengthOf(at));
						} else if (step.op === 'error_set') {
							model.errorSet(at);
							call('error_set', big);
						} else {
							model.range(step.op === 'input_set' ? 'input' : 'output', at, step.n);
							call(step.op, big, BigInt(step.n));
						}
					}
					const state = ['input_offset', 'input_length', 'output_offset', 'output_length', 'error_get', 'memory_bytes'];
					expect(state.map((name) => Number(call(name)))).toEqual([
						model.input.at,
						model.input.length,
						model.output.at,
						model.output.length,
						model.error,
						model.length,
					]);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('loads and stores what lies inside, and nothing else, without ever ending the guest', () => {
		const { call } = kernel();
		const p = call('alloc', 16n);
		call('store_u64', p, 0x0706_0504_0302_0100n);
		expect(call('load_u64', p)).toBe(0x0706_0504_0302_0100n);
		expect(Array.from({ length: 8 }, (_, index) => call('load_u8', p + BigInt(index)))).toEqual([
			0, 1, 2, 3, 4, 5, 6, 7,
		]);
		call('store_u8', p + 1n, 0x1ff);
		expect(call('load_u8', p + 1n)).toBe(255);
		for (const far of [0n, 63n, 65_536n, 65_529n, 1n << 32n, (1n << 32n) + p, 0xffff_ffff_ffffn, (1n << 64n) - 1n]) {
			call('store_u64', far, 7n);
			expect(call('load_u64', far)).toBe(0n);
			if (far === 65_529n) continue;
			call('store_u8', far, 7);
			expect(call('load_u8', far)).toBe(0);
		}
		call('store_u8', 65_535n, 9);
		expect(call('load_u8', 65_535n)).toBe(9);
	});

	it('reads an input to its last byte and no further', () => {
		const { call, memory } = kernel();
		const at = Number(call('begin', 11));
		new Uint8Array(memory.buffer).set(Buffer.from('hello world'), at);
		expect([call('input_offset'), call('input_length')]).toEqual([BigInt(at), 11n]);
		expect([call('input_load_u8', 10n), call('input_load_u8', 11n), call('input_load_u8', (1n << 64n) - 1n)]).toEqual([
			'd'.charCodeAt(0),
			0,
			0,
		]);
		expect(call('input_load_u64', 3n)).toBe(Buffer.from('lo world').readBigUInt64LE());
		expect([call('input_load_u64', 4n), call('input_load_u64', (1n << 64n) - 4n)]).toEqual([0n, 0n]);
		expect([call('begin', 0), call('input_offset'), call('input_length')]).toEqual([0, 0n, 0n]);
	});

	it('forgets the last call, to the byte', () => {
		const { call, memory } = kernel();
		const secret = Number(call('alloc', 40n));
		new Uint8Array(memory.buffer).fill(7, secret, secret + 40);
		call('error_set', BigInt(secret));
		call('reset');
		expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
		expect(call('error_get')).toBe(0n);
	});

	it('answers 0 where there is no room, however much is asked for, and says so', () => {
		const { call } = kernel(2);
		call('begin', 0);
		expect(call('alloc', 3n * 65_536n)).toBe(0n);
		expect(call('was_refused')).toBe(1);
		expect(call('alloc', 2n * 65_536n)).not.toBe(0n);
		for (const much of [0xffff_ffffn, 1n << 32n, (1n << 63n) + 5n, (1n << 64n) - 1n])
			expect(call('alloc', much)).toBe(0n);
	});

	it('stays in order when a guest writes over the headers', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 40 }), fc.nat(2_000), (writes, n) => {
				const { call } = kernel(3);
				const handles = [10n, 50n, 200n, 65_000n].map((size) => call('alloc', size));
				call('free', handles[1] as bigint);
				for (const [at, byte] of writes) call('store_u8', BigInt(65 + at), byte);
				for (const handle of handles) {
					call('length', handle);
					call('length_unsafe', handle);
					call('free', handle);
				}
				for (let left = 5; left > 0; left--) call('alloc', BigInt(n));
				call('error_set', handles[0] as bigint);
				call('error_size');
				call('reset');
				expect(call('alloc', 5n)).toBe(77n);
			}),
		);
	});

	it('gives the handles that Extism’s own tests expect', () => {
		const { call } = kernel();
		const p = call('alloc', 65_535n);
		expect([0n, 1n, 2n, 3n, 4n].map((step) => call('length', p + step))).toEqual([65_535n, 0n, 0n, 0n, 0n]);
		call('free', p);
		expect(call('alloc', 65_535n)).toBe(p);
		call('free', p);
		expect(call('alloc', 65_511n)).toBe(p);
		expect(call('length', p)).toBe(65_511n);
		call('free', p);
		for (let n = 64n; n > 0n; n--) {
			const q = call('alloc', n);
			expect([call('length', q), call('length_unsafe', q)]).toEqual([n, n]);
			call('free', q);
		}
		const large = call('alloc', 6_553_600n);
		expect(call('length', large)).toBe(6_553_600n);
		call('reset');
		expect(call('alloc', 66_560n)).toBe(p);
		expect(call('length', large)).toBe(0n);
	});
});
