import { lte, valid } from 'semver';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import { quoted } from '../../shared/quoted.ts';
import type { Registry } from '../registry/registry.ts';

/** Versions of one plugin that are remembered as not wanted: the last ones. */
const MOST_SKIPPED = 100;

/** Whether a plugin stays at its version until a person says otherwise. */
export function holdPlugin(registry: Registry, name: string, held: boolean): Promise<PluginRecord> {
	return registry.setUpdateChoice(name, ({ updates }) => ({ ...updates, held }));
}

/** Whether one version is offered no more. Those that came before the one in use are forgotten: none of them is. */
export function skipVersion(
	registry: Registry,
	{ name, version, skipped }: { readonly name: string; readonly version: string; readonly skipped: boolean },
): Promise<PluginRecord> {
	return registry.setUpdateChoice(name, ({ updates, current }) => {
		const label = current?.label ?? null;
		if (skipped && label === version) throw isInUse(name, version);
		const others = updates.skipped.filter((each) => each !== version && !isPast(each, label));
		return { ...updates, skipped: (skipped ? [...others, version] : others).slice(-MOST_SKIPPED) };
	});
}

function isPast(version: string, current: string | null): boolean {
	return current !== null && valid(version) !== null && valid(current) !== null && lte(version, current);
}

function isInUse(name: string, version: string): DataFlareError {
	return new DataFlareError('invalid_input', `${name} ${quoted(version)} is in use, so that it cannot be skipped.`, {
		hint: 'Skip a version that you do not want to be offered, or let the plugin stay at this one.',
		details: because('skip_in_use', { name, version }),
	});
}
