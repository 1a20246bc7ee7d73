import { afterEach, describe, expect, it } from 'vitest';
import { type TestGuest, testGuest } from '../../../test/support/guests/broker-guest.ts';
import { hostStatus } from '../../shared/host/abi.ts';
import { descriptorCalls } from '../../shared/host/descriptor-calls.ts';
import { type FieldTypes, hostFunctions, type RequestField } from '../../shared/host/functions.ts';
import { hostOps, operation } from '../../shared/host/operations.ts';
import { powerNames, powers } from '../../shared/policy/powers.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';

let guest: TestGuest;
afterEach(() => guest.remove());

const samples: FieldTypes = {
	name: 'a',
	count: 1,
	bytes: new Uint8Array([1]),
	document: JSON.stringify({ method: 'GET', url: 'https://example.com/' }),
};
const sampleOf = (field: RequestField) => (typeof field === 'string' ? samples[field] : field[0]);

/** A request as an honest guest makes it, from the table alone. */
function requestFor(op: HostRequest['op']): HostRequest {
	const fields = Object.entries(operation(op).request).map(([name, field]) => [name, sampleOf(field)]);
	return { op, ...Object.fromEntries(fields) } as HostRequest;
}

const callRows = new Map<string, 'files' | null>(Object.values(descriptorCalls).map(({ op, power }) => [op, power]));
const powerOf = (op: HostRequest['op']) => {
	const { name } = operation(op);
	return name === null ? (callRows.get(op) ?? null) : hostFunctions[name].power;
};

describe.each(hostOps)('%s, as the table says of it,', (op) => {
	const power = powerOf(op);

	it('is refused by the switch of its power, or by none where no power decides', async () => {
		guest = testGuest({});
		const { status } = await guest.ask(requestFor(op));
		const rule = guest.calls[0]?.denied?.rule ?? null;
		expect(rule).toBe(power === null ? null : `${powers[power].gate}: false`);
		expect(status === hostStatus.permissionDenied).toBe(power !== null);
	});

	it.each(powerNames)(
		'is decided on by nothing but its own list where %s is switched on and nothing given',
		async (on) => {
			guest = testGuest({ [powers[on].gate]: true });
			await guest.ask(requestFor(op));
			const rule = guest.calls[0]?.denied?.rule ?? '';
			if (power === null) expect(rule).toBe('');
			else expect(rule).toContain(power === on ? `${powers[on].list}: no entry ` : `${powers[power].gate}: false`);
		},
	);

	it('is recorded by its own name, with what it is about', async () => {
		guest = testGuest({});
		await guest.ask(requestFor(op));
		const { request, target } = operation(op);
		// What a document is about, it says itself.
		const about = Object.values(request).includes('document') ? 'https://example.com/' : '';
		expect(guest.calls).toMatchObject([{ op, target: target === null ? about : 'a' }]);
	});
});
