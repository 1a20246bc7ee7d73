import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Probe, startProbe } from '../support/guests/probe.ts';
import { environmentCases } from './cases/environment.ts';

describe.each(['flag', 'rewrite'] as const)('a guest in a real process (memory limited by %s) that', (memoryWay) => {
	let probe: Probe;
	beforeAll(async () => {
		probe = await startProbe({ env: { TOKEN: 'granted', SECRET: 'secret', naïve: 'yes' } }, memoryWay);
		probe.grant = { allow_env_vars: true, allowed_env_vars: ['TOKEN', 'UNSET', 'naïve', 'toString'] };
	});
	afterAll(() => probe.dispose());

	it.each(environmentCases)('$what is answered $expected', async ({ name, expected }) => {
		expect(await probe.ask('env', name)).toBe(expected);
	});

	it('may read none finds none', async () => {
		probe.grant = { allow_env_vars: false, allowed_env_vars: ['TOKEN'] };
		expect(await probe.ask('env', 'TOKEN')).toBe(-13);
	});
});
