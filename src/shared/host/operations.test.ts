import { describe, expect, it } from 'vitest';
import { type PowerName, policyKinds, powerNames, powerOfKind } from '../policy/powers.ts';
import { descriptorCalls } from './descriptor-calls.ts';
import { hostFunctions } from './functions.ts';
import { decidedOps, hostFunctionNames, hostOps, isBrokered, kindDecided, operation } from './operations.ts';

const rows = hostFunctionNames.map((name) => [name, hostFunctions[name]] as const);

describe('the table of host functions', () => {
	it('names every operation once, after its function', () => {
		const brokered = hostFunctionNames.filter(isBrokered);
		const imported = hostOps.filter((op) => operation(op).name !== null);
		expect(imported.map((op) => operation(op).name)).toEqual(brokered);
		expect(brokered).toEqual(imported.map((op) => `host_${op}`));
		const behindWasi = Object.values(descriptorCalls).map(({ op }) => op);
		expect(hostOps.filter((op) => operation(op).name === null)).toEqual(behindWasi);
		expect(new Set(hostOps).size).toBe(hostOps.length);
		expect(brokered.length).toBeGreaterThan(5);
	});

	it('asks the power of the policy that it names, and none without asking', () => {
		for (const [name, { power, decides }] of rows) {
			expect([name, decides === null ? null : powerOfKind(decides)]).toEqual([name, power]);
		}
	});

	it('says of each request what it is about by a name that is asked for', () => {
		for (const op of hostOps) {
			const { request, target } = operation(op);
			if (target !== null) expect([op, request[target]]).toEqual([op, 'name']);
		}
	});

	it('has functions for each power, and each function for one at most', () => {
		const functionsOf = (wanted: PowerName): readonly string[] =>
			rows.filter(([, { power }]) => power === wanted).map(([name]) => name);
		const decided = rows.filter(([, { power }]) => power !== null).map(([name]) => name);
		expect(powerNames.flatMap(functionsOf).toSorted()).toEqual(decided.toSorted());
		for (const power of powerNames) expect(functionsOf(power)).not.toEqual([]);
	});

	it('tells what a policy decides on by what is asked and by the operation, and nothing of any other', () => {
		for (const kind of policyKinds) expect(kindDecided(kind)).toBe(kind);
		expect(decidedOps.map((op) => [op, kindDecided(op)])).toEqual([
			...policyKinds.map((kind) => [kind, kind]),
			['get_env', 'env'],
			['read_file', 'read'],
			['write_file', 'write'],
			['list_dir', 'list'],
			...Object.values(descriptorCalls).flatMap(({ op, decides }) => (decides === null ? [] : [[op, decides]])),
		]);
		for (const op of ['state_get', 'exec', 'toString', '__proto__', '']) expect(kindDecided(op)).toBeNull();
	});
});
