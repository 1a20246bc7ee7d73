import { describe, expect, it } from 'vitest';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import { lockedDown, type SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { applyView, directionOf, isFiltered, type ListView, orderedBy, readView, writeView } from './list-view.ts';
import { type PluginEntry, pluginEntries } from './plugin-entry.ts';
import { powersOf as givenBy } from './powers-of.ts';

const everything: ListView = { find: '', types: [], states: [], order: 'name', isTurned: false };

function entry(name: string, more: Partial<PluginEntry> = {}): PluginEntry {
	const record = { name, state: 'ready', current: null, failedUpdate: null } as unknown as PluginRecord;
	return {
		name,
		record,
		condition: 'ready',
		type: 'processor',
		policy: null,
		preload: null,
		buckets: [],
		failures: 0,
		denials: 0,
		lastRunAt: null,
		...more,
	};
}

const powersOf = (policy: SecurityPolicy): readonly string[] => givenBy(policy).map(({ power }) => power);

const shown = (entries: readonly PluginEntry[], view: Partial<ListView>): readonly string[] =>
	applyView(entries, { ...everything, ...view }).map(({ name }) => name);

describe('the view of the list', () => {
	it('survives the address, and what the address does not mean is left out', () => {
		const view: ListView = {
			find: 'geo look',
			types: ['source', 'filter'],
			states: ['broken'],
			order: 'trouble',
			isTurned: true,
		};
		const kept = Object.entries(writeView(view)).map(([key, value]) => [key, value ?? '']);
		expect(readView(new URLSearchParams(kept))).toEqual(view);
		expect(readView(new URLSearchParams('types=nonsense,source&states=&order=sideways'))).toEqual({
			...everything,
			types: ['source'],
		});
	});

	it('is turned round by the second press on a head, and says which way it goes', () => {
		const byMemory = orderedBy(everything, 'memory');
		expect([byMemory.isTurned, directionOf(byMemory)]).toEqual([false, 'descending']);
		const turned = orderedBy(byMemory, 'memory');
		expect([turned.isTurned, directionOf(turned)]).toEqual([true, 'ascending']);
		expect(directionOf(everything)).toBe('ascending');
		expect(orderedBy(turned, 'name')).toEqual(everything);
	});

	it('goes by versions as people count them, and by the limits in force', () => {
		const versioned = (name: string, label: string, max_memory: number): PluginEntry =>
			entry(name, {
				record: { ...entry(name).record, current: { label, size: 1 } } as unknown as PluginRecord,
				policy: { ...lockedDown, max_memory },
			});
		const entries = [versioned('a', '1.10.0', 5), versioned('b', '1.9.0', 7), versioned('c', '1.9.0', 6)];
		expect(shown(entries, { order: 'version' })).toEqual(['b', 'c', 'a']);
		expect(shown(entries, { order: 'version', isTurned: true })).toEqual(['a', 'b', 'c']);
		expect(shown(entries, { order: 'memory' })).toEqual(['b', 'c', 'a']);
		expect(shown(entries, { order: 'name', isTurned: true })).toEqual(['c', 'b', 'a']);
	});

	it('finds every word of what is searched, in names and descriptions', () => {
		const described = entry('b', {
			record: {
				...entry('b').record,
				current: { manifest: { metadata: { author: 'Geo Tools', description: 'Looks up places' } } },
			} as unknown as PluginRecord,
		});
		expect(shown([entry('geo-lookup'), described, entry('c')], { find: 'GEO look' })).toEqual(['b', 'geo-lookup']);
	});

	it('keeps those of the chosen types and states; a plugin without a type has none', () => {
		const entries = [entry('a', { type: 'source' }), entry('b', { type: null, condition: 'broken' }), entry('c')];
		expect(shown(entries, { types: ['source'] })).toEqual(['a']);
		expect(shown(entries, { states: ['broken', 'quarantined'] })).toEqual(['b']);
		expect(isFiltered(everything)).toBe(false);
		expect(isFiltered({ ...everything, states: ['broken'] })).toBe(true);
	});

	it('puts first what is asked for, and equals by name', () => {
		const entries = [
			entry('c', { failures: 1, denials: 3, lastRunAt: 5, buckets: [1] }),
			entry('b', { condition: 'quarantined', failures: 9, buckets: [2, 2] }),
			entry('a', { lastRunAt: 9 }),
		];
		expect(shown(entries, { order: 'name' })).toEqual(['a', 'b', 'c']);
		expect(shown(entries, { order: 'state' })).toEqual(['b', 'a', 'c']);
		expect(shown(entries, { order: 'trouble' })).toEqual(['b', 'c', 'a']);
		expect(shown(entries, { order: 'recent' })).toEqual(['a', 'c', 'b']);
		expect(shown(entries, { order: 'activity' })).toEqual(['b', 'c', 'a']);
	});
});

describe('a row', () => {
	it('joins the plugin with its runs, its powers and what went wrong since it was seen', () => {
		const record = {
			...entry('a').record,
			failedUpdate: { sha256: '', manifestSha256: '', at: 1, error: { code: 'runtime', message: '' } },
		};
		const activity = { plugin: 'a', runs: 2, lastRunAt: 7, lastStatus: null, buckets: [0, 2] };
		const sources = {
			records: [record as PluginRecord],
			running: new Set<string>(),
			preloaded: new Map(),
			policies: [{ name: 'a', granted: null, effective: lockedDown }],
			lastDay: [{ ...activity, failures: 8, denials: 8 }],
			sinceSeen: [{ ...activity, failures: 1, denials: 2, buckets: [2] }],
		};
		expect(pluginEntries(sources)).toMatchObject([
			{ condition: 'updateFailed', policy: lockedDown, buckets: [0, 2], failures: 1, denials: 2, lastRunAt: 7 },
		]);
		expect(pluginEntries({ ...sources, running: new Set(['a']) })[0]?.condition).toBe('running');
	});
});

describe('powers', () => {
	it('are those that have an entry behind their switch, and tell reading from changing', () => {
		expect(powersOf({ ...lockedDown, allow_network: true, allow_file_system: true })).toEqual([]);
		const open = { ...lockedDown, allow_file_system: true, allow_network: true, allow_env_vars: true };
		expect(
			powersOf({ ...open, allowed_paths: ['/a:ro'], allowed_hosts: ['x.org'], allowed_env_vars: ['HOME'] }),
		).toEqual(['read', 'network', 'environment']);
		expect(powersOf({ ...open, allowed_paths: ['/a:ro', './'] })).toEqual(['write']);
		expect(powersOf({ ...lockedDown, allowed_paths: ['/a'] })).toEqual([]);
	});
});
