import type { PluginRecord, PluginState } from '../../shared/plugin/plugin-record.ts';
import { hasOtherSigner } from '../../shared/plugin/provenance.ts';

/** The state of a plugin whose files are in order, with nothing but the person's decisions to go by. */
export function restingState(record: PluginRecord): PluginState {
	return record.state === 'disabled' ? 'disabled' : enabledState(record);
}

/** The same of one that is not to be disabled. */
export function enabledState(record: PluginRecord): PluginState {
	return record.grantVersion > 0 && !hasOtherSigner(record) ? 'ready' : 'waiting_for_review';
}

/** Nothing else is the matter with a plugin that is disabled. */
export function isDisabledAndGone({ state, problem }: PluginRecord): boolean {
	return state === 'disabled' && problem !== null;
}

/** Its files are gone: another module that comes under its name is another plugin, and what was decided is not for it. */
export function isGone(record: PluginRecord): boolean {
	return record.state === 'missing' || isDisabledAndGone(record);
}
