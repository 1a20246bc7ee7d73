import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyBroker, guestSpec } from '../support/guests/guest-spec.ts';
import { type Liars, startLiars } from '../support/guests/liar.ts';
import { handedOver, setApartCases } from './cases/set-apart.ts';

let liars: Liars;
beforeAll(async () => {
	const codes = setApartCases.map(({ output, counts: [recordsIn, recordsOut], given = 'batch(0, 0)' }) => {
		return `const batch = (count, size) => ({
			data: new Uint8Array(count * (size + 1)), gap: 1,
			ends: Uint32Array.from({ length: count }, (_, at) => at * (size + 1) + size) });
			lie = (frame) => send({ t: 'result', id: frame.id, ms: 0, memoryBytes: 0,
				counts: { recordsIn: ${recordsIn}, recordsOut: ${recordsOut} },
				output: { kind: 'records', batch: ${given}, end: false, ${output} } });`;
	});
	liars = await startLiars(codes, emptyBroker, { backoffMs: 1, closeMs: 300 });
});
afterAll(() => liars.dispose());

it.concurrent.each(setApartCases)('a process that $what is believed only where it may be right', async (one) => {
	const plugin = `apart-${setApartCases.indexOf(one)}`;
	const lease = await liars.runtime.lease(guestSpec({ plugin, timeoutMs: 10_000 }));
	const { isolate = true, dropped = false } = one;
	const call = lease.call({
		fn: String(setApartCases.indexOf(one)),
		input: {
			kind: 'records',
			batch: handedOver,
			...(isolate ? { isolate } : {}),
			...(dropped ? { dropped } : {}),
		},
	});
	const [outcome] = await Promise.allSettled([call]);
	if (one.isTrue === true) expect(outcome).toMatchObject({ status: 'fulfilled' });
	else expect(outcome).toMatchObject({ status: 'rejected', reason: { details: { reason: 'broke_protocol' } } });
	await lease.close().catch(() => undefined);
});
