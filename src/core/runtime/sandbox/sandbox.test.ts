import { describe, expect, it } from 'vitest';
import { guestSpec, textCall, textOf } from '../../../../test/support/guests/guest-spec.ts';
import { fakeRuntimes } from '../../../../test/support/processes/fake-runtime.ts';
import type { FakeSandbox } from '../../../../test/support/processes/fake-sandbox.ts';
import type { CallFrame } from '../../../shared/sandbox/frames.ts';
import type { Broker } from '../../broker/broker.ts';

const { spareless, lease: leaseOf } = fakeRuntimes();

describe('a sandbox that lies', () => {
	const lies: Record<string, (child: FakeSandbox, frame: CallFrame) => void> = {
		'answers a call that nobody made': (child, frame) => child.result(frame.id + 5, null),
		'answers twice': (child, frame) => {
			child.result(frame.id, null);
			child.result(frame.id, null);
		},
		'sends something that is no frame': (child) => child.process.post('hello'),
		'speaks another protocol': (child) => child.send({ t: 'result', v: 2 }),
		'claims records beyond its bytes': (child, frame) => {
			const batch = { data: new Uint8Array(4), ends: new Uint32Array([100]), gap: 0 };
			const output = { kind: 'records', batch, end: false };
			child.send({ t: 'result', id: frame.id, output, counts: { recordsIn: 0, recordsOut: 0 }, ms: 0, memoryBytes: 0 });
		},
		'answers with records where a value was asked for': (child, frame) => {
			const batch = { data: new Uint8Array(0), ends: new Uint32Array(0), gap: 0 };
			const output = { kind: 'records', batch, end: false };
			child.send({ t: 'result', id: frame.id, output, counts: { recordsIn: 0, recordsOut: 0 }, ms: 0, memoryBytes: 0 });
		},
		'sends more than it may': (child, frame) => child.result(frame.id, new Uint8Array(2_000)),
		'is ready again': (child) => child.ready(),
		'is loaded again': (child) => child.loaded(),
		'says that it stopped': (child) => child.send({ t: 'stopped', cleanup: null, said: null }),
		'uses the id of a host request twice': (child) => {
			child.send({ t: 'host', id: 1, request: { op: 'get_env', name: 'A' } });
			child.send({ t: 'host', id: 1, request: { op: 'get_env', name: 'A' } });
		},
		'asks the host too much at once': (child) => {
			for (let id = 0; id < 5; id += 1) child.send({ t: 'host', id, request: { op: 'get_env', name: 'A' } });
		},
		'floods its parent': (child) => {
			for (let done = 0; done < 5_001; done += 1) child.send({ t: 'progress', done, total: 0 });
		},
		'drops requests without end': (child) => {
			for (let id = 0; id < 5_001; id += 1) child.send({ t: 'host-drop', id });
		},
		'floods its parent with late frames': (child) => {
			for (let index = 0; index < 5_001; index += 1) child.process.post({ v: 1, gen: 0, t: 'result', id: index });
		},
		'floods its parent with late frames and progress in turns': (child) => {
			for (let done = 0; done < 5_001; done += 1) {
				child.process.post({ v: 1, gen: 0, t: 'result', id: done });
				child.send({ t: 'progress', done, total: 0 });
			}
		},
		'floods its parent with late frames and log lines in turns': (child) => {
			for (let index = 0; index < 5_001; index += 1) {
				child.process.post({ v: 1, gen: 0, t: 'result', id: index });
				child.send({ t: 'log', lines: [], dropped: 0 });
			}
		},
		'counts records that there are not': (child, frame) => {
			const output = { kind: 'value', data: null, status: 0 };
			child.send({ t: 'result', id: frame.id, output, counts: { recordsIn: 2, recordsOut: 1 }, ms: 0, memoryBytes: 0 });
		},
		'reports a moment that no clock shows': (child) =>
			child.send({ t: 'log', lines: [{ at: 0.5, level: 'info', message: 'poison' }], dropped: 0 }),
		'reports a duration that sums cannot hold': (child, frame) => {
			const output = { kind: 'value', data: null, status: 0 };
			const counts = { recordsIn: 0, recordsOut: 0 };
			child.send({ t: 'result', id: frame.id, output, counts, ms: 1e308, memoryBytes: 0 });
		},
		'sends a log frame of endless lines': (child) => {
			const line = { at: 1, level: 'info', message: 'x'.repeat(300_000) };
			child.send({ t: 'log', lines: [line, line, line, line], dropped: 0 });
		},
	};
	const silent: Broker = { answer: () => new Promise(() => undefined) };

	for (const [what, lie] of Object.entries(lies)) {
		it(`is killed: ${what}`, async () => {
			const lease = await leaseOf({ call: lie }, { broker: silent, budgets: { chatterPerSecond: 500 } });
			const first = lease.call(textCall('lie', null, { maxOutputBytes: 1_000 }));
			const second = lease.call(textCall('hang'));
			const outcomes = await Promise.allSettled([first, second]);
			const lied = outcomes.find((each) => each.status === 'rejected');
			expect(lied).toMatchObject({
				reason: { code: 'plugin_execution', message: expect.stringContaining('malformed frame') },
			});
			await expect(lease.call(textCall('echo'))).rejects.toThrow('malformed frame');
		});
	}

	it('is killed for asking the host while no guest runs, and nothing is asked', async () => {
		let asked = 0;
		const broker: Broker = {
			answer: async () => {
				asked += 1;
				return { status: 0, data: null };
			},
		};
		const ask = (child: FakeSandbox): void =>
			child.send({ t: 'host', id: 1, request: { op: 'read_file', path: 'x', offset: 0, max: 9 } });
		const lease = await leaseOf(
			{
				call: (child, frame) => {
					child.result(frame.id, null);
					ask(child);
				},
			},
			{ broker },
		);
		await lease.call(textCall('answers, then asks'));
		await new Promise((resolve) => setTimeout(resolve, 20));
		await expect(lease.call(textCall('echo'))).rejects.toThrow('a host request while no guest runs');
		expect(asked).toBe(0);
	});

	it('is in quarantine from the first lie on, whatever it answered well before', async () => {
		const runtime = spareless({ call: (child) => child.process.post('a lie') });
		const lease = await runtime.lease(guestSpec());
		expect(await textOf(lease.call(textCall('echo', 'well')))).toBe('well');
		await expect(lease.call(textCall('lie'))).rejects.toThrow('malformed frame');
		await expect(runtime.open(guestSpec())).rejects.toMatchObject({
			message: expect.stringContaining('broke the protocol'),
			details: { quarantined: true },
		});
		runtime.forgive('sample');
		await expect(runtime.open(guestSpec())).resolves.toBeDefined();
	});

	it('has its late frames of an older generation ignored', async () => {
		const lease = await leaseOf({
			call: (child, frame) => {
				child.process.post({ v: 1, gen: 0, t: 'result', id: frame.id });
				child.result(frame.id, new Uint8Array([0x6f, 0x6b]));
			},
		});
		expect(await textOf(lease.call(textCall('late')))).toBe('ok');
	});
});

describe('a lease', () => {
	it('answers calls that are posted ahead in order', async () => {
		const lease = await leaseOf({});
		const calls = Array.from({ length: 20 }, (_, index) => textOf(lease.call(textCall('echo', String(index)))));
		expect(await Promise.all(calls)).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
		await lease.close();
	});

	it('starts the clock of a call when the one before it has finished', async () => {
		const finish: (() => void)[] = [];
		const lease = await leaseOf(
			{
				call: (child, frame) => {
					finish.push(() => child.result(frame.id, null));
					if (finish.length === 4) for (let at = 0; at < 4; at += 1) setTimeout(() => finish[at]?.(), 60 * (at + 1));
				},
			},
			{ timeoutMs: 150 },
		);
		expect(await Promise.all([0, 1, 2, 3].map(() => lease.call(textCall('slow'))))).toHaveLength(4);
	});

	it('is lost with its instance: what was posted ahead fails as well', async () => {
		const lease = await leaseOf({});
		const outcomes = await Promise.allSettled(['echo', 'trap', 'echo'].map((fn) => lease.call(textCall(fn, 'x'))));
		expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
		expect(outcomes[2]).toMatchObject({ reason: { details: { instanceLost: true } } });
		await expect(lease.call(textCall('echo'))).rejects.toMatchObject({ details: { instanceLost: true } });
	});

	it('goes on after a failure that the guest reported', async () => {
		const lease = await leaseOf({});
		await expect(lease.call(textCall('refuse'))).rejects.toMatchObject({
			origin: 'guest',
			message: 'the guest said no',
		});
		expect(await textOf(lease.call(textCall('echo', 'on')))).toBe('on');
	});

	it('ends with its signal, whatever it is doing', async () => {
		const abort = new AbortController();
		const runtime = spareless();
		const lease = await runtime.lease(guestSpec(), { signal: abort.signal });
		const call = lease.call(textCall('spin'));
		abort.abort();
		await expect(call).rejects.toMatchObject({ code: 'cancelled' });
		await lease.close();
		expect(runtime.sandboxes()).toEqual([]);
		await expect(runtime.lease(guestSpec(), { signal: abort.signal })).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('can be aborted while it loads', async () => {
		const abort = new AbortController();
		const lease = spareless({ load: () => undefined }).lease(guestSpec({ timeoutMs: 60_000 }), {
			signal: abort.signal,
		});
		setTimeout(() => abort.abort(), 20);
		await expect(lease).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('refuses input that cannot be sent, and lives on', async () => {
		const lease = await leaseOf({});
		const detached = new Uint8Array(8);
		structuredClone(detached.buffer, { transfer: [detached.buffer] });
		await expect(lease.call({ fn: 'echo', input: { kind: 'value', data: detached } })).rejects.toMatchObject({
			code: 'invalid_input',
		});
		expect(await textOf(lease.call(textCall('echo', 'on')))).toBe('on');
	});

	it('finishes what is under way before it closes, then cleans up', async () => {
		const order: string[] = [];
		const lease = await leaseOf({
			call: (child, frame) => void setTimeout(() => child.result(frame.id, null), 20),
			stop: (child) => {
				order.push('cleanup');
				child.stopped();
			},
		});
		const calls = [0, 1].map(() => lease.call(textCall('slow')).then(() => order.push('answer')));
		await lease.close();
		await Promise.all(calls);
		expect(order).toEqual(['answer', 'answer', 'cleanup']);
	});
});
