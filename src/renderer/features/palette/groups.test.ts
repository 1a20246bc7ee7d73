import { Blocks } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../lib/keys/command.ts';
import { groupsOf, type Offered } from './groups.ts';

function command(id: string, label = id): Command {
	return { id, label, icon: Blocks };
}

const nothing: Offered = {
	here: [],
	go: [],
	actions: [],
	plugins: [],
	pages: [],
	running: [],
	found: [],
	settings: [],
};
const told = (offered: Partial<Offered>, typed: string, lately: readonly string[] = []) =>
	groupsOf({ ...nothing, ...offered }, typed, lately, null).map(
		({ name, items }) => `${name}: ${items.map(({ command: { id } }) => id).join(' ')}`,
	);

describe('what the palette lists', () => {
	it('begins with what was used lately, once, then what can be done on this screen', () => {
		const offered = {
			here: [command('save')],
			go: [command('go-runs')],
			actions: [command('dark'), command('install')],
		};
		expect(told(offered, '', ['dark', 'unknown', 'go-runs'])).toEqual([
			'lately: dark go-runs',
			'here: save',
			'actions: install',
		]);
	});

	it('tells what can be done on this screen there, and not once more with its plugin', () => {
		const disable = command('plugin-a-disable', 'Disable a');
		expect(told({ here: [disable], plugins: [command('plugin-a', 'a'), { ...disable }] }, 'disable')).toEqual([
			'here: plugin-a-disable',
		]);
	});

	it('puts the group with the best fit first', () => {
		const offered = {
			settings: [command('setting-theme', 'Theme')],
			actions: [command('dark', 'Use the dark theme')],
		};
		expect(told(offered, 'theme')).toEqual(['settings: setting-theme', 'actions: dark']);
		expect(told(offered, 'dark')).toEqual(['actions: dark']);
	});

	it('lists the runs that the engine found last, though no letter of theirs shows why', () => {
		const offered = { found: [command('run-1', 'csv-source')], go: [command('go-runs', 'Go to Runs')] };
		expect(told(offered, 'runs')).toEqual(['go: go-runs', 'runs: run-1']);
	});

	it('stops what is under way by the word for it', () => {
		expect(
			told({ running: [{ ...command('cancel-1', 'Cancel csv-source'), also: ['stop', 'abort'] }] }, 'stop'),
		).toEqual(['runs: cancel-1']);
	});
});
