import { noUpdateChoice, type PluginRecord } from '../../../src/shared/plugin/plugin-record.ts';

/** An installed plugin as the store keeps it: ready, of no known version, with nothing special about it. */
export const aPlugin = (name: string, changes: Partial<PluginRecord> = {}): PluginRecord => ({
	name,
	state: 'ready',
	problem: null,
	current: null,
	failedUpdate: null,
	grantVersion: 0,
	folder: `/plugins/${name}`,
	integrity: 'unlisted',
	altered: null,
	pinned: null,
	installedAt: 1,
	changedAt: 1,
	preload: false,
	inputPrivacy: null,
	updates: noUpdateChoice,
	warnings: [],
	...changes,
});
