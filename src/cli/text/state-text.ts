import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import type { RunSummary } from '../../shared/run/run.ts';
import type { Tone } from './table.ts';

export function stateText(plugin: PluginRecord): string {
	const state = plugin.state.replaceAll('_', ' ');
	if (plugin.problem !== null) return `${state}: ${plugin.problem.message}`;
	if (plugin.failedUpdate !== null) return `${state} (update failed: ${plugin.failedUpdate.error.message})`;
	return state;
}

export function stateTone(plugin: PluginRecord): Tone {
	if (plugin.failedUpdate !== null) return 'warn';
	const tones: Readonly<Record<PluginRecord['state'], Tone>> = {
		ready: 'good',
		waiting_for_review: 'warn',
		disabled: 'warn',
		quarantined: 'bad',
		broken: 'bad',
		missing: 'bad',
	};
	return tones[plugin.state];
}

export function outcomeText(run: RunSummary): string {
	return run.error === null || run.status === run.error.code ? run.status : `${run.status} (${run.error.code})`;
}

export function outcomeTone(run: RunSummary): Tone {
	if (run.status === 'succeeded') return 'good';
	return run.status === 'failed' ? 'bad' : 'warn';
}
