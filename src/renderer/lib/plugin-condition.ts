import type { PluginRecord, PluginState } from '../../shared/plugin/plugin-record.ts';

/** The state of a plugin as people are told it: the record's own, or what goes on beside it. */
export type PluginCondition = PluginState | 'running' | 'updateFailed';

/** A run in progress is news; a state that keeps the plugin from running is told before a failed update. */
export function pluginCondition(
	record: Pick<PluginRecord, 'state' | 'failedUpdate'>,
	isRunning: boolean,
): PluginCondition {
	if (isRunning) return 'running';
	if (record.failedUpdate !== null && record.state === 'ready') return 'updateFailed';
	return record.state;
}
