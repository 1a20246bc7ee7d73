import { afterEach, describe, expect, it } from 'vitest';
import { emptyBroker, guestSpec, textCall, textOf } from '../../../../test/support/guests/guest-spec.ts';
import {
	type FakeBehaviour,
	type FakeSandbox,
	fakeSandboxes,
} from '../../../../test/support/processes/fake-sandbox.ts';
import { memoryAdapter } from '../../../../test/support/processes/memory-adapter.ts';
import type { CallFrame } from '../../../shared/sandbox/frames.ts';
import { createRuntime } from '../create-runtime.ts';
import type { CallOptions, GuestPool, Runtime } from '../runtime.ts';

let runtime: Runtime;
let frames: CallFrame[] = [];
afterEach(() => runtime.dispose(200));

async function open(
	answer: (child: FakeSandbox, frame: CallFrame) => void,
	more: FakeBehaviour = {},
	timeoutMs = 2_000,
): Promise<GuestPool> {
	frames = [];
	const call = (child: FakeSandbox, frame: CallFrame): void => {
		frames.push(frame);
		answer(child, frame);
	};
	const adapter = memoryAdapter(fakeSandboxes({ ...more, call }));
	runtime = createRuntime({ adapter, broker: emptyBroker, spares: 0, budgets: { backoffMs: 1, backoffMostMs: 1 } });
	return runtime.open(guestSpec({ timeoutMs }));
}

const rehearsal = (fn = 'process_data'): CallOptions => textCall(fn, '1', { rehearsal: true });
const answered = (child: FakeSandbox, frame: CallFrame): void => child.result(frame.id, new TextEncoder().encode('1'));
const pools = () => runtime.sandboxes().filter(({ role }) => role === 'pool');

describe('a rehearsal', () => {
	it('goes to the process and back as a call does, and says what it is', async () => {
		const pool = await open(answered);
		expect(await textOf(pool.call(rehearsal()))).toBe('1');
		expect(await textOf(pool.call(textCall('process_data', '2')))).toBe('1');
		expect(frames.map((frame) => frame.rehearsal)).toEqual([true, undefined]);
	});

	it('is given up at once where a call is under way, and makes none wait behind it', async () => {
		let held: (() => void) | undefined;
		const pool = await open((child, frame) => {
			held = () => answered(child, frame);
		});
		const call = pool.call(textCall('process_data', '2'));
		await expect(pool.call(rehearsal())).rejects.toMatchObject({ code: 'cancelled' });
		await expect.poll(() => frames).toHaveLength(1);
		held?.();
		expect(await textOf(call)).toBe('1');
		expect(frames).toHaveLength(1);
	});

	it('has time of its own: the short time of a plugin is for its calls', async () => {
		let late: (() => void) | undefined;
		const pool = await open(
			(child, frame) => {
				late = () => answered(child, frame);
			},
			{},
			20,
		);
		const [before] = pools();
		const answer = pool.call(rehearsal());
		await new Promise((resolve) => setTimeout(resolve, 300));
		late?.();
		expect(await textOf(answer)).toBe('1');
		expect(pools()).toMatchObject([{ generation: before?.generation }]);
	});

	it('in which something is asked of the host is a lie: no guest runs', async () => {
		const pool = await open((child) => child.send({ t: 'host', id: 1, request: { op: 'get_env', name: 'A' } }));
		await expect(pool.call(rehearsal())).rejects.toThrow('a host request while no guest runs');
	});

	it('is no answer of the plugin: what crashed before counts on', async () => {
		const quarantined: string[] = [];
		const pool = await open(answered);
		runtime.onQuarantine((plugin) => quarantined.push(plugin));
		for (let crash = 0; crash < 3; crash++) {
			await pool.call(textCall('exit')).catch(() => undefined);
			if (crash === 2) break;
			await expect.poll(async () => (await pool.warm()) && pools()[0]?.state === 'idle').toBe(true);
			await pool.call(rehearsal()).catch(() => undefined);
		}
		await expect.poll(() => quarantined).toEqual(['sample']);
	});
});
