import { expect, it } from 'vitest';
import { exchange, tokenOf, visitorOf } from '../../test/support/servers/loopback-client.ts';
import { loopbackGround } from '../../test/support/servers/loopback-ground.ts';
import { firstAnswers } from './first-answers.ts';

const ground = loopbackGround();

const list = { route: 'plugins.list', input: {} } as const;

it('who is let in has the answers to what was asked, in order, and every event after them', async () => {
	const { port, startUrl } = await ground.start();
	const ask = [list, { route: 'plugins.get', input: { name: 'nobody' } }, { route: 'settings.get' }];
	const answer = await exchange(port, tokenOf(startUrl()), {}, { ask });
	expect(answer.envelope()).toMatchObject({
		ok: true,
		data: {
			answers: [
				{ ok: true, data: [] },
				{ ok: false, error: { code: 'not_found' } },
				{ ok: true, data: { theme: 'system' } },
			],
		},
	});
	// Nobody listens yet.
	await ground.scratch.ask('settings.set', { key: 'previews', value: false });
	const { data } = answer.envelope() as { readonly data: { readonly lastId: number } };
	const events = await visitorOf(port, answer).events(String(data.lastId));
	const [hello, set] = await events.until(2);
	expect([hello?.name, set?.name]).toEqual(['hello', 'settings.changed']);
	events.end();
	await ground.scratch.ask('settings.set', { key: 'previews', value: true });
});

it('who is not let in has no answer, and a question that is none costs nobody the address', async () => {
	const { port, startUrl } = await ground.start();
	const token = tokenOf(startUrl());
	const stranger = await exchange(port, `${token}x`, {}, { ask: [list] });
	expect([stranger.status, stranger.text.includes('answers')]).toEqual([403, false]);
	const change = { route: 'settings.set', input: { key: 'theme', value: 'dark' } };
	expect((await exchange(port, token, {}, { ask: [list, change] })).status).toBe(400);
	expect(await ground.scratch.ask('settings.get', {})).toMatchObject({ theme: 'system' });
	const entered = await exchange(port, token, {}, { ask: [] });
	expect(entered.status).toBe(200);
	expect(entered.text).not.toContain('answers');
});

it('an answer that takes long is left out, and the others are not held up', async () => {
	const slow = { request: (route: string) => (route === list.route ? new Promise(() => {}) : ok(route)) } as never;
	const ok = async (route: string) => ({ ok: true, data: route });
	const answers = await firstAnswers(slow, [list, { route: 'settings.get', input: {} }]);
	expect(answers).toEqual([null, { ok: true, data: 'settings.get' }]);
});
