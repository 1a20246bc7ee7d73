import { describe, expect, it } from 'vitest';
import { aPlugin } from '../../../../../test/support/values/a-plugin.ts';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import { lockedDown } from '../../../../shared/policy/security-policy.ts';
import { fitsFilter, linesOf, policyFilters, summaryOf } from './policy-summary.ts';

const record = (name: string, state: PluginRecord['state'] = 'ready'): PluginRecord => aPlugin(name, { state });

const writer = { ...lockedDown, allow_file_system: true, allowed_paths: ['/in:ro', '/out', '/more'] };
const caller = { ...lockedDown, allow_network: true, allowed_hosts: ['a.io'] };

describe('the policies at a glance', () => {
	it('count what is in force and nothing that is switched off', () => {
		expect(summaryOf(writer)).toEqual({ reads: 1, writes: 2, hosts: 0, variables: 0 });
		expect(summaryOf({ ...writer, allow_file_system: false })).toEqual({ reads: 0, writes: 0, hosts: 0, variables: 0 });
		expect(summaryOf(null)).toEqual(summaryOf(lockedDown));
	});

	it('have a line for every plugin by name, with or without a policy and runs', () => {
		const entries = [{ name: 'b', granted: null, effective: writer }];
		const lines = linesOf([record('b'), record('a')], entries, []);
		expect(lines.map(({ record: { name }, inForce, activity }) => [name, inForce.writes, activity])).toEqual([
			['a', 0, null],
			['b', 2, null],
		]);
	});

	it('are filtered by what waits, what reaches the network and what writes', () => {
		const lines = linesOf(
			[record('calls'), record('waits', 'waiting_for_review'), record('writes')],
			[
				{ name: 'calls', granted: null, effective: caller },
				{ name: 'waits', granted: null, effective: lockedDown },
				{ name: 'writes', granted: null, effective: writer },
			],
			[],
		);
		const found = policyFilters.map((filter) =>
			lines.filter((line) => fitsFilter(line, filter)).map(({ record: { name } }) => name),
		);
		expect(found).toEqual([['calls', 'waits', 'writes'], ['waits'], ['calls'], ['writes']]);
	});
});
