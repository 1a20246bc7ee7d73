import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { unsuitable } from '../manifest/suitability.ts';
import type { RegistryContext } from '../registry-context.ts';
import { enabledState, isDisabledAndGone } from '../resting-state.ts';

export function enablePlugin(context: RegistryContext, name: string): Promise<PluginRecord> {
	return context.turns.run(name, async () => {
		const record = context.require(name);
		if (record.state !== 'disabled') {
			if (record.state === 'ready') return record;
			throw new DataFlareError('conflict', `${name} is not disabled; it is ${record.state.replaceAll('_', ' ')}.`, {
				hint: record.state === 'waiting_for_review' ? 'Decide its policy.' : 'Reload it from its files.',
				details: { ...because('not_disabled', { plugin: name }), state: record.state },
			});
		}
		if (isDisabledAndGone(record)) return context.setState(record, 'missing', record.problem);
		const problem = record.current === null ? null : unsuitable(record.current.manifest, context.version);
		if (problem !== null) return context.setState(record, 'broken', problem);
		const enabled = context.setState(record, enabledState(record), null);
		context.packages.keepMissing(enabled);
		return enabled;
	});
}

export function disablePlugin(context: RegistryContext, name: string): Promise<PluginRecord> {
	return context.turns.run(name, async () => {
		const before = context.require(name);
		const isGone = before.state === 'missing' || isDisabledAndGone(before);
		const record = context.setState(before, 'disabled', isGone ? before.problem : null);
		await context.ports.release(name);
		return record;
	});
}
