import type { WireError } from '../../shared/errors/errors.ts';
import { reasonOf } from '../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import type { Session } from './session.ts';

/** What to say of a plugin that was installed and does not start as it is configured; null: it starts, or cannot be run yet. */
export async function startWarning(session: Session, { name, state }: PluginRecord): Promise<string | null> {
	if (state !== 'ready') return null;
	const { problem } = await session.ask('plugins.try', { name });
	if (problem === null) return null;
	const reason = reasonOf(problem);
	return reason === 'init_refused' || reason === 'config_invalid'
		? `${name} does not start with its current configuration: ${endless(problem.message)}. It may need some: use --config, a chain, or "config" in its manifest.`
		: `${name} could not be started: ${endless(problem.message)}.`;
}

/** Why the newest run of a plugin, as it is now, did not get beyond its start; null: it did, or there was none. */
export async function lastStartFailure(session: Session, plugin: PluginRecord): Promise<string | null> {
	if (plugin.state !== 'ready') return null;
	const [run] = (await session.ask('runs.list', { plugin: plugin.name, limit: 1 })).runs;
	if (run === undefined || run.startedAt < plugin.changedAt || run.status !== 'failed' || run.error === null)
		return null;
	const isOther = run.kind === 'chain' && run.error.details?.['plugin'] !== plugin.name;
	return !isOther && isStartFailure(run.error) ? run.error.message : null;
}

function isStartFailure(error: WireError): boolean {
	return error.code === 'plugin_load' || reasonOf(error) === 'load_time_limit';
}

/** For the middle of a sentence. */
function endless(message: string): string {
	return message.replace(/\.$/, '');
}
