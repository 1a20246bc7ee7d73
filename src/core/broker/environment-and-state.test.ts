import { afterEach, describe, expect, it } from 'vitest';
import { type TestGuest, testGuest } from '../../../test/support/guests/broker-guest.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { hostStatus } from '../../shared/host/abi.ts';
import { securityPolicySchema } from '../../shared/policy/security-policy.ts';
import { checkRequest } from './check.ts';
import { createBroker } from './create-broker.ts';

const { ok, io, permissionDenied, invalid, tooLarge, noSpace, cancelled } = hostStatus;

let guest: TestGuest;
afterEach(() => guest.remove());

describe('the environment', () => {
	const names = { allow_env_vars: true, allowed_env_vars: ['TOKEN', 'EMPTY', 'UNSET', 'constructor', '__proto__'] };
	const env = { TOKEN: 'grüße', EMPTY: '', OTHER: 'secret', token: 'lower' };
	const get = (name: string) => guest.ask({ op: 'get_env', name });

	it('gives granted variables, and tells unset from empty', async () => {
		guest = testGuest(names, { env });
		expect(await get('TOKEN')).toEqual({ status: ok, data: new TextEncoder().encode('grüße') });
		expect(await get('EMPTY')).toEqual({ status: ok, data: new Uint8Array() });
		expect(await get('UNSET')).toEqual({ status: ok, data: null });
		for (const name of ['constructor', '__proto__']) expect(await get(name)).toEqual({ status: ok, data: null });
	});

	it('refuses every other name, however alike, and records the rule', async () => {
		guest = testGuest(names, { env });
		for (const name of ['OTHER', 'token', 'TOKEN ', 'TOKEN\0', '']) {
			expect(await get(name)).toEqual({ status: permissionDenied, data: null });
		}
		guest.grant = { ...names, allow_env_vars: false };
		expect((await get('TOKEN')).status).toBe(permissionDenied);
		expect(guest.calls.at(-1)?.denied?.rule).toBe('allow_env_vars: false');
		const policy = securityPolicySchema.parse(guest.grant);
		const checked = await checkRequest(policy, { kind: 'env', name: 'TOKEN' }, { dataFolder: guest.home });
		expect(checked).toMatchObject({ allowed: false, rule: 'allow_env_vars: false' });
	});

	it('records of an endless name its beginning alone, wherever it is repeated', async () => {
		guest = testGuest(names, { env });
		expect((await get('N'.repeat(60_000))).status).toBe(permissionDenied);
		expect(JSON.stringify(guest.calls).length).toBeLessThan(10_000);
	});
});

describe('the state', () => {
	const set = async (key: string, bytes: number) =>
		(await guest.ask({ op: 'state_set', key, value: new Uint8Array(bytes) })).status;

	it('gives back what was kept, and nothing for what was not', async () => {
		guest = testGuest({});
		const value = new TextEncoder().encode('kept');
		expect(await guest.ask({ op: 'state_set', key: 'k', value })).toEqual({ status: ok, data: null });
		expect(await guest.ask({ op: 'state_get', key: 'k' })).toEqual({ status: ok, data: value });
		expect(await guest.ask({ op: 'state_get', key: 'none' })).toEqual({ status: ok, data: null });
		expect(guest.calls.map(({ bytes }) => bytes)).toEqual([4, 4, 0]);
	});

	it('has limits for a key, a value and the whole', async () => {
		guest = testGuest({});
		expect(await set('', 1)).toBe(invalid);
		expect(await set('\ud800', 1)).toBe(invalid);
		expect(await set('é'.repeat(513), 1)).toBe(tooLarge);
		expect(await set('k', 256 * 1024 + 1)).toBe(tooLarge);
		for (const key of ['a', 'b', 'c']) expect(await set(key, 256 * 1024)).toBe(ok);
		expect(await set('d', 256 * 1024)).toBe(noSpace);
		expect((await guest.ask({ op: 'state_get', key: 'd' })).data).toBeNull();
	});
});

describe('an answer', () => {
	it('is an error, never a rejection, where the store fails or nothing can be recorded', async () => {
		const fail = (): never => {
			throw new DataFlareError('storage', 'The disk is on fire.');
		};
		guest = testGuest({}, { state: { get: fail, set: fail, clear: fail } });
		expect(await guest.ask({ op: 'state_get', key: 'k' })).toEqual({ status: io, data: null });
		const broker = createBroker({
			state: { get: () => null, set: () => true, clear: () => undefined },
			env: { A: 'a' },
		});
		const policy = securityPolicySchema.parse({ allow_env_vars: true, allowed_env_vars: ['A'] });
		const context = { plugin: 'p', policy: () => policy, dataFolder: guest.home, signal: guest.abort.signal };
		expect(await broker.answer({ op: 'get_env', name: 'A' }, { ...context, onHostCall: fail })).toEqual({
			status: io,
			data: null,
		});
	});

	it('after the call has ended is that it was cancelled', async () => {
		guest = testGuest({ allow_env_vars: true, allowed_env_vars: ['A'] }, { env: { A: 'a' } });
		guest.abort.abort();
		expect(await guest.ask({ op: 'get_env', name: 'A' })).toEqual({ status: cancelled, data: null });
	});
});
