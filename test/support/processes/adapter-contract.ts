import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OsProcess, ProcessAdapter, ProcessExit } from '../../../src/core/runtime/process-adapter.ts';
import type { Order } from './contract-child.mts';

/** A process of the adapter under test with all that came out of it. */
interface Watched {
	readonly process: OsProcess;
	readonly messages: unknown[];
	readonly exits: ProcessExit[];
	readonly exited: Promise<ProcessExit>;
	order(order: Order): void;
	until(count: number): Promise<readonly unknown[]>;
}

function watch(adapter: ProcessAdapter): Watched {
	const process = adapter.spawn({ name: 'contract', heapLimitMiB: 64 });
	const messages: unknown[] = [];
	const exits: ProcessExit[] = [];
	const exit = Promise.withResolvers<ProcessExit>();
	let wake: () => void = () => undefined;
	process.onMessage((message) => {
		if (exits.length > 0) throw new Error('a message after the exit');
		messages.push(message);
		wake();
	});
	process.onExit((each) => {
		exits.push(each);
		exit.resolve(each);
	});
	return {
		process,
		messages,
		exits,
		exited: exit.promise,
		order: (order) => process.post(order),
		async until(count) {
			while (messages.length < count) {
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
			return messages;
		},
	};
}

const aTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

/** What every process adapter promises. `makeAdapter` starts processes that obey as `contract-child.mts` does. */
export function describeAdapterContract(
	name: string,
	makeAdapter: () => ProcessAdapter | Promise<ProcessAdapter>,
): void {
	describe(`process adapter: ${name}`, () => {
		let adapter: ProcessAdapter;
		beforeAll(async () => {
			adapter = await makeAdapter();
		});
		afterAll(() => adapter.dispose?.());

		it('delivers what is posted right after the spawn, in order', async () => {
			const child = watch(adapter);
			for (let value = 0; value < 50; value += 1) child.order({ do: 'echo', value });
			expect(await child.until(50)).toEqual(Array.from({ length: 50 }, (_, index) => index));
			child.process.kill();
			await child.exited;
		});

		it('keeps typed arrays typed, and delivers copies', async () => {
			const child = watch(adapter);
			const value = { data: new Uint8Array([1, 2, 3]), ends: new Uint32Array([1, 3]), at: 1.5, none: null };
			child.order({ do: 'echo', value });
			value.data[0] = 99;
			const [echo] = (await child.until(1)) as [typeof value];
			expect(echo.data[0]).toBe(1);
			expect(echo).toEqual({ ...value, data: new Uint8Array([1, 2, 3]) });
			expect(echo.ends).toBeInstanceOf(Uint32Array);
			child.process.kill();
			await child.exited;
		});

		it('throws at the poster for what cannot be cloned, and goes on', async () => {
			const child = watch(adapter);
			expect(() => child.process.post({ do: 'echo', value: () => 1 })).toThrow();
			child.order({ do: 'echo', value: 'still here' });
			expect(await child.until(1)).toEqual(['still here']);
			expect(() => child.process.post({ do: 'echo', value: () => 1 })).toThrow();
			child.process.kill();
			await child.exited;
		});

		it('reports the exit once, with its code, after the last message', async () => {
			const child = watch(adapter);
			child.order({ do: 'flood', messages: 300, exitCode: 3 });
			expect(await child.exited).toEqual({ code: 3, signal: null });
			expect(child.messages).toHaveLength(300);
			await aTurn();
			expect(child.exits).toHaveLength(1);
		});

		it('kills a process that is busy for ever, and not within the call', async () => {
			const child = watch(adapter);
			child.order({ do: 'spin' });
			await child.until(1);
			child.order({ do: 'echo', value: 'never' });
			await aTurn();
			child.process.kill();
			expect(child.exits).toHaveLength(0);
			child.process.kill();
			expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
			expect(child.messages).toEqual(['spinning']);
		});

		it('drops what is posted after the exit, and takes a kill after it', async () => {
			const child = watch(adapter);
			child.order({ do: 'flood', messages: 0, exitCode: 0 });
			await child.exited;
			child.order({ do: 'echo', value: 'too late' });
			child.process.kill();
			await aTurn();
			expect(child.messages).toEqual([]);
			expect(child.exits).toHaveLength(1);
		});

		it('keeps the end of what the process wrote to its stderr, and no more than fits', async () => {
			const child = watch(adapter);
			child.order({ do: 'complain', text: 'x'.repeat(1_000), times: 100 });
			child.order({ do: 'complain', text: 'last words', times: 1 });
			await child.until(2);
			child.order({ do: 'flood', messages: 0, exitCode: 1 });
			await child.exited;
			expect(child.process.stderrTail()).toMatch(/last words$/);
			expect(child.process.stderrTail().length).toBeLessThan(20_000);
		});

		it('gives every process its own pid', async () => {
			const children = [watch(adapter), watch(adapter)];
			for (const child of children) child.order({ do: 'echo', value: 1 });
			await Promise.all(children.map((child) => child.until(1)));
			expect(new Set(children.map((child) => child.process.pid)).size).toBe(2);
			for (const child of children) child.process.kill();
			await Promise.all(children.map((child) => child.exited));
		});
	});
}
