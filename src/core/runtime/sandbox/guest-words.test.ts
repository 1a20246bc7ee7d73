import { describe, expect, it, vi } from 'vitest';
import { guestSpec, textCall, textOf } from '../../../../test/support/guests/guest-spec.ts';
import { fakeRuntimes } from '../../../../test/support/processes/fake-runtime.ts';
import type { FakeSandbox } from '../../../../test/support/processes/fake-sandbox.ts';
import { type HostRequestFrame, PROTOCOL_VERSION } from '../../../shared/sandbox/frames.ts';
import type { Broker, BrokerContext } from '../../broker/broker.ts';
import { defaultBudgets } from '../budgets.ts';
import type { CallSink } from '../runtime.ts';
import { GuestWords } from './guest-words.ts';
import type { SandboxDeps } from './sandbox-deps.ts';

const { lease: leaseOf } = fakeRuntimes();

const line = { at: 1, level: 'info', message: 'm'.repeat(100) };

/** What comes of a chatty guest's log. */
function hearing(): { readonly sink: CallSink; readonly lines: string[]; dropped: number } {
	const heard = {
		lines: [] as string[],
		dropped: 0,
		sink: {
			onLog: ({ message }) => heard.lines.push(message),
			onLogDropped: (count) => {
				heard.dropped += count;
			},
		} satisfies CallSink as CallSink,
	};
	return heard;
}

describe('what a guest tells while it runs', () => {
	it('goes to the sink of the call under way, else to the one of the load', async () => {
		const heard: string[] = [];
		const hear = (name: string): CallSink => ({
			onLog: ({ message }) => heard.push(`${name}: ${message}`),
			onLogDropped: (lines) => heard.push(`${name}: ${lines} dropped`),
			onProgress: (done, total) => heard.push(`${name}: ${done}/${total}`),
		});
		const log = (child: FakeSandbox, message: string): void =>
			child.send({ t: 'log', lines: [{ at: 1, level: 'info', message }], dropped: 0 });
		const lease = await leaseOf(
			{
				load: (child) => {
					log(child, 'init');
					child.loaded();
				},
				call: (child, frame) => {
					log(child, 'working');
					child.send({ t: 'progress', done: 1, total: 2 });
					child.send({ t: 'log', lines: [], dropped: 7 });
					child.result(frame.id, null);
				},
			},
			{ sink: hear('load') },
		);
		await lease.call(textCall('work', null, { sink: hear('call') }));
		expect(heard).toEqual(['load: init', 'call: working', 'call: 1/2', 'call: 7 dropped']);
	});

	it('is limited once more on arrival', async () => {
		const heard = hearing();
		const lease = await leaseOf(
			{
				call: (child, frame) => {
					child.send({ t: 'log', lines: Array.from({ length: 1_000 }, () => line), dropped: 0 });
					child.result(frame.id, null);
				},
			},
			{ budgets: { logLinesPerSecond: 10, logLineChars: 20 } },
		);
		await lease.call(textCall('chatter', null, { sink: heard.sink }));
		expect(heard.lines).toHaveLength(10);
		expect(heard.lines[0]).toHaveLength(21);
		expect(heard.dropped).toBe(990);
	});

	it('is limited in its characters as well', async () => {
		const heard = hearing();
		const lease = await leaseOf(
			{
				call: (child, frame) => {
					child.send({ t: 'log', lines: [line, line, line, line], dropped: 0 });
					child.result(frame.id, null);
				},
			},
			{ budgets: { logCharsPerSecond: 250 }, steady: () => 0 },
		);
		await lease.call(textCall('chatter', null, { sink: heard.sink }));
		expect(heard.lines).toHaveLength(2);
		expect(heard.dropped).toBe(2);
	});

	it('reaches the broker with the grant, and the answer reaches the guest', async () => {
		const asked: BrokerContext[] = [];
		const broker: Broker = {
			answer: async (request, context) => {
				asked.push(context);
				context.onHostCall({ at: 1, op: request.op, target: 't', status: 0, bytes: 2, ms: 0, denied: null });
				return { status: 0, data: new Uint8Array([0x68, 0x69]) };
			},
		};
		const calls: string[] = [];
		const lease = await leaseOf(
			{
				call: (child, frame) => {
					child.send({ t: 'host', id: 1, request: { op: 'get_env', name: 'A' } });
					const wait = setInterval(() => {
						const [reply] = child.replies;
						if (reply === undefined) return;
						clearInterval(wait);
						child.result(frame.id, reply.data);
					}, 2);
				},
			},
			{ broker },
		);
		const sink: CallSink = { onHostCall: ({ op }) => calls.push(op) };
		expect(await textOf(lease.call(textCall('ask', null, { sink })))).toBe('hi');
		expect(calls).toEqual(['get_env']);
		expect(asked[0]).toMatchObject({ plugin: 'sample', dataFolder: '/nowhere' });
		expect(asked[0]?.signal.aborted).toBe(false);
		await lease.close();
		expect(asked[0]?.signal.aborted).toBe(true);
	});

	it('leaves nothing in memory of what a plugin read or wrote, and takes nothing from one whose writing failed', async () => {
		const read = new Uint8Array(65_536).fill(1);
		const beside = new Uint8Array(131_072).subarray(0, 65_536);
		const answers = [
			{ status: 0, data: read },
			{ status: 0, data: beside },
			{ status: 0, data: null },
			{ status: -7, data: null },
		];
		const broker: Broker = { answer: async () => answers.shift() ?? { status: -1, data: null } };
		const posted: number[] = [];
		const post = (frame: Parameters<ConstructorParameters<typeof GuestWords>[1]>[0]): void => {
			if (frame.t === 'host-reply') posted.push(frame.data?.length ?? 0);
		};
		const words = new GuestWords({ broker, budgets: defaultBudgets, steady: () => 0 } as SandboxDeps, post);
		const written = [new Uint8Array(65_536), new Uint8Array(65_536)] as const;
		const requests = [
			{ op: 'read_file', path: '/a', offset: 0, max: 65_536 },
			{ op: 'read_file', path: '/a', offset: 0, max: 65_536 },
			...written.map((data) => ({ op: 'write_file', path: '/b', mode: 'append', data }) as const),
		] as const;
		for (const [id, request] of requests.entries()) {
			const frame: HostRequestFrame = { v: PROTOCOL_VERSION, gen: 1, t: 'host', id, request };
			words.ask(frame, { spec: guestSpec(), sink: undefined, account: {} });
			await vi.waitFor(() => expect(posted).toHaveLength(id + 1));
		}
		expect(posted).toEqual([65_536, 65_536, 0, 0]);
		expect([read, beside, ...written].map(({ length }) => length)).toEqual([0, 65_536, 0, 65_536]);
	});
});
