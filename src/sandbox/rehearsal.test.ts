import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bytesSource } from '../../scripts/build/kernel-source.ts';
import { aGuest, batch, RecordingHost, records, value } from '../../test/support/guests/in-process-guest.ts';
import {
	type ComponentType,
	componentFunctions,
	componentTypes,
	encodings,
	type GuestAbi,
	guestAbis,
} from '../shared/plugin/component-type.ts';
import type { GuestDescription } from '../shared/sandbox/frames.ts';
import type { LoadedGuest } from './guests/loaded-guest.ts';
import { LostMemory } from './memory/collector.ts';
import { createMemoryLimit } from './memory/memory-limit.ts';
import { Rehearsal } from './rehearsal.ts';

function rehearsing(changes: Partial<GuestDescription>): { readonly guest: LoadedGuest; readonly host: RecordingHost } {
	const host = new RecordingHost();
	const rehearsal = new Rehearsal({
		memoryLimitBytes: 2 * 65_536,
		memoryLimit: createMemoryLimit('rewrite'),
		host,
		lost: new LostMemory(null),
		// A guest that is never asked.
		guest: aGuest({ config: '{"secret":1}', env: [['SECRET', '1']], ...changes }),
	});
	return { guest: rehearsal as unknown as LoadedGuest, host };
}

it('the modules that stand in for guests are what their sources say', async () => {
	const file = join(import.meta.dirname, 'rehearsal/stand-in-bytes.ts');
	expect(readFileSync(file, 'utf8')).toBe(await bytesSource(file));
});

const kinds = guestAbis.flatMap((abi) => componentTypes.map((type): [GuestAbi, ComponentType] => [abi, type]));

it.each(kinds)('in the place of a guest of %s, a %s answers in every encoding, again and again', async (abi, type) => {
	const fn = componentFunctions[type][0] as string;
	for (const encoding of encodings) {
		for (const takesBatches of [false, true]) {
			const { guest, host } = rehearsing({ abi, type, encoding, batch: takesBatches });
			for (let time = 0; time < 3; time++) {
				if (type === 'source') {
					const said = await value(guest, fn);
					expect(said).toBe(abi === 'extism' ? 0 : '1');
				} else {
					const kept = abi === 'extism' && type === 'filter' ? [] : ['{"a":1}'];
					expect(await records(guest, fn, batch('{"a":1}'))).toEqual(kept);
				}
			}
			expect(host.requests).toEqual([]);
		}
	}
});

it('a rehearsal that asks for what no function can be says so, and loses nothing', async () => {
	const { guest } = rehearsing({});
	const input = { kind: 'value', data: null } as const;
	expect(await guest.call({ fn: 'nobody', input, maxOutputBytes: 1_000 })).toMatchObject({
		ok: false,
		instanceLost: false,
	});
});
