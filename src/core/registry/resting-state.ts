import type { PluginRecord, PluginState } from '../../shared/plugin/plugin-record.ts';

/** The state of a plugin whose files are in order, with nothing but the person's decisions to go by. */
export function restingState(record: PluginRecord): PluginState {
	if (record.state === 'disabled' || record.state === 'waiting_for_review') return record.state;
	return record.grantVersion > 0 ? 'ready' : 'waiting_for_review';
}

/** Nothing else is the matter with a plugin that is disabled. */
export function isDisabledAndGone({ state, problem }: PluginRecord): boolean {
	return state === 'disabled' && problem !== null;
}
