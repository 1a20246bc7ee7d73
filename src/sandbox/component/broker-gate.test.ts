import { expect, it } from 'vitest';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import type { HostAnswer } from '../imports/host-side.ts';
import { BrokerGate, RequestTurns } from './broker-gate.ts';

const request = (key: string): HostRequest => ({ op: 'state_get', key });

it('sends few at once, in turn, and none while it is shut', async () => {
	const open: { readonly key: string; readonly answer: (answer: HostAnswer) => void }[] = [];
	const sent: string[] = [];
	const gate = new BrokerGate(
		{
			ask: (asked) =>
				new Promise((answer) => {
					const { key } = asked as { readonly key: string };
					sent.push(key);
					open.push({ key, answer });
				}),
		},
		new RequestTurns(2),
		64,
	);
	const told: string[] = [];
	const ask = (key: string): Promise<unknown> =>
		gate.ask(request(key)).then(({ status }) => told.push(`${key} ${status}`));
	const asked = ['a', 'b', 'c', 'd', 'e'].map(ask);
	expect(sent).toEqual(['a', 'b']);
	open.shift()?.answer({ status: 0, data: null });
	await asked[0];
	await expect.poll(() => sent).toEqual(['a', 'b', 'c']);
	gate.shut();
	await Promise.all([...asked.slice(3), ask('f')]);
	expect(told.toSorted()).toEqual(['a 0', 'd -125', 'e -125', 'f -125']);
	for (const { answer } of open.splice(0)) answer({ status: 0, data: null });
	await Promise.all(asked);
	expect(sent).toEqual(['a', 'b', 'c']);
	gate.open();
	const later = ask('g');
	expect(sent).toEqual(['a', 'b', 'c', 'g']);
	open.shift()?.answer({ status: 0, data: null });
	await later;
});

it('shares its turns with the instances before: what they left under way still counts', async () => {
	const answers: ((answer: HostAnswer) => void)[] = [];
	const broker = { ask: () => new Promise<HostAnswer>((answer) => answers.push(answer)) };
	const turns = new RequestTurns(2);
	const gone = new BrokerGate(broker, turns, 64);
	void gone.ask(request('a'));
	void gone.ask(request('b'));
	const never = gone.ask(request('never'));
	gone.shut();
	expect(await never).toEqual({ status: -125, data: null });
	const next = new BrokerGate(broker, turns, 64);
	const asked = next.ask(request('c'));
	expect(answers).toHaveLength(2);
	answers[0]?.({ status: 0, data: null });
	await expect.poll(() => answers.length).toBe(3);
	answers[2]?.({ status: 0, data: null });
	expect(await asked).toEqual({ status: 0, data: null });
});

it('lets wait only so much', async () => {
	const gate = new BrokerGate({ ask: () => new Promise<HostAnswer>(() => {}) }, new RequestTurns(1), 64);
	void gate.ask(request('sent'));
	const large: HostRequest = { op: 'state_set', key: 'k', value: new Uint8Array(20 * 1024 * 1024) };
	void gate.ask(large);
	expect(await gate.ask(large)).toEqual({ status: -27, data: null });
	for (let index = 0; index < 63; index++) void gate.ask(request(String(index)));
	expect(await gate.ask(request('one more'))).toEqual({ status: -27, data: null });
});

it('counts what was sent as well, until it is answered', async () => {
	const answers: ((answer: HostAnswer) => void)[] = [];
	const broker = { ask: () => new Promise<HostAnswer>((answer) => answers.push(answer)) };
	const gate = new BrokerGate(broker, new RequestTurns(4), 64);
	const large: HostRequest = { op: 'http', request: new Uint8Array(20 * 1024 * 1024) };
	const first = gate.ask(large);
	expect(await gate.ask(large)).toEqual({ status: -27, data: null });
	answers[0]?.({ status: 0, data: null });
	expect(await first).toEqual({ status: 0, data: null });
	void gate.ask(large);
	expect(answers).toHaveLength(2);
});

it('drops what an instance that is gone waits for, and gives its turns back before it says so', async () => {
	const dropped: string[] = [];
	const broker = {
		ask: (asked: HostRequest, signal?: AbortSignal) =>
			new Promise<HostAnswer>((answer) => {
				const { key } = asked as { readonly key: string };
				signal?.addEventListener('abort', () => {
					dropped.push(key);
					setImmediate(() => answer({ status: -125, data: null }));
				});
			}),
	};
	const turns = { all: new RequestTurns(4), http: new RequestTurns(2) };
	const gate = new BrokerGate(broker, turns.all, 64);
	const http = new BrokerGate(gate, turns.http, 64);
	const asked = [http.ask(request('a')), http.ask(request('b')), http.ask(request('c')), gate.ask(request('d'))];
	await http.end();
	expect(dropped).toEqual(['a', 'b']);
	await gate.end();
	expect(dropped).toEqual(['a', 'b', 'd']);
	expect(await Promise.all(asked)).toEqual(asked.map(() => ({ status: -125, data: null })));
	expect([turns.http.take(), turns.http.take(), turns.http.take()]).toEqual([true, true, false]);
	gate.open();
	expect(await gate.ask(request('late'))).toEqual({ status: -125, data: null });
});
