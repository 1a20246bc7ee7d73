import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { askWithIt, type GuestText, pagesFor, textGuest } from '../support/guests/text-guest.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

const MiB = 2 ** 20;
const url = '"url":"https://example.com/"';
const http = '$http (local.get $at) (local.get $length)';

/** What a guest hands to host_http, made in its own memory. */
const requests: Readonly<Record<string, GuestText>> = {
	'bad headers': { prefix: `{${url},"headers":{`, unit: '"#######":0,', suffix: '"z":0}}', bytes: 15 * MiB },
	'good headers': { prefix: `{${url},"headers":{`, unit: '"#######":"",', suffix: '"z":""}}', bytes: 12 * MiB },
	'unknown keys': { prefix: `{${url},`, unit: '"#######":0,', suffix: '"z":0}', bytes: 12 * MiB },
	'empty objects for a body': { prefix: `{${url},"body":[`, unit: '{},', suffix: '0]}', bytes: 15 * MiB },
	'an endless body in base64': { prefix: `{${url},"body_base64":"`, unit: 'AAAA', suffix: '"}', bytes: 15 * MiB },
	'a body of escapes': { prefix: `{${url},"body":"`, unit: '\\u0001', suffix: '"}', bytes: 15 * MiB },
};
/** Where the network is allowed: what is found before it is known where a request would go. */
const statuses: Readonly<Record<string, number>> = {
	'bad headers': -27,
	'good headers': -27,
	'unknown keys': -27,
	'empty objects for a body': -22,
};
const grants = {
	nothing: {},
	'the network, though not this place': { allow_network: true, allowed_hosts: ['other.example'] },
} as const;

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	await scratch.ask('plugins.install', { path: await scratch.plugin('quick', answering('1')) });
});
afterAll(() => scratch.dispose());

const cases = Object.keys(grants).flatMap((grant) => Object.keys(requests).map((what) => ({ grant, what })));

describe('a plugin that may use $grant', () => {
	it.each(cases)(
		'holds nobody up with $what, and is told no each time (it may use $grant)',
		async ({ grant, what }) => {
			const text = requests[what] as GuestText;
			const limits = { max_memory: pagesFor(text) * 65_536, max_execution_time: 20_000 };
			const name = `evil-${cases.findIndex((each) => each.grant === grant && each.what === what)}`;
			const source = textGuest(text, askWithIt(http, 3));
			const path = await scratch.plugin(name, source, { timeout_ms: 20_000, security_policy: limits });
			await scratch.ask('plugins.install', {
				path,
				grant: { ...lockedDown, ...limits, ...grants[grant as 'nothing'] },
			});
			const before = process.memoryUsage().rss;
			let over = false;
			const evil = scratch.ask('plugins.call', { name, fn: 'process_data', input: '1' }).finally(() => {
				over = true;
			});
			let answered = 0;
			let heldMs = 0;
			let last = process.threadCpuUsage();
			const beat = setInterval(() => {
				// Processor time: what others take of the machine holds nobody.
				const { user, system } = process.threadCpuUsage(last);
				last = process.threadCpuUsage();
				heldMs = Math.max(heldMs, (user + system) / 1_000);
			}, 2);
			while (!over) {
				await scratch.ask('plugins.call', { name: 'quick', fn: 'process_data', input: '1' });
				answered += 1;
				// Whether it is held shows as well where it is not kept busy.
				await pause(5);
			}
			clearInterval(beat);
			const { run } = await evil;
			expect(answered).toBeGreaterThan(0);
			// What it was before took seconds, and a gigabyte and more.
			expect(heldMs).toBeLessThan(500);
			expect(process.memoryUsage().rss - before).toBeLessThan(12 * text.bytes);
			const { hostCallList } = await scratch.ask('runs.get', { id: run.id });
			const expected = grant === 'nothing' ? -13 : (statuses[what] ?? -13);
			expect(hostCallList.map(({ status }) => status)).toEqual([expected, expected, expected]);
			expect(run.denials).toBe(expected === -13 ? 3 : 0);
		},
	);
});
