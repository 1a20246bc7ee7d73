import { expect, it } from 'vitest';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import type { HostAnswer } from '../imports/host-side.ts';
import { BrokerGate } from './broker-gate.ts';

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
		2,
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
