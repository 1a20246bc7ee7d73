import { type PluginRecord, takesSensitiveInput } from '../../shared/plugin/plugin-record.ts';
import type { KeepAsked, KeptWhy, RunKeeping } from '../../shared/run/kept.ts';

/**
 * What the history is to keep of a run. `previews`: what the settings allow. The beginning of the input is what comes
 * before every plugin of the run, so that one that takes sensitive input is enough.
 */
export function keepingOf(
	{ previews, logs = true }: KeepAsked,
	allowed: { readonly previews: boolean },
	plugins: readonly Pick<PluginRecord, 'inputPrivacy' | 'current'>[],
): RunKeeping {
	const isSensitive = previews === undefined && plugins.some(takesSensitiveInput);
	const input: KeptWhy = previews === false || previews === 'output' ? 'choice' : isSensitive ? 'sensitive' : 'kept';
	const output: KeptWhy = previews === false ? 'choice' : 'kept';
	return {
		input: allowed.previews ? input : 'setting',
		output: allowed.previews ? output : 'setting',
		values: 'kept',
		logs: logs ? 'kept' : 'choice',
		targets: 'kept',
	};
}
