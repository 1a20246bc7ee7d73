import type { Command } from 'commander';
import type { EventName } from '../../shared/api/events.ts';
import { formatBytes, formatCount } from '../format.ts';
import type { Run } from '../program.ts';

const told: readonly EventName[] = ['plugin.changed', 'plugin.removed', 'folder.state', 'run.started', 'run.finished'];

export function addWatchCommands(program: Command, run: Run): void {
	program
		.command('watch')
		.description('print what happens to plugins and runs, as NDJSON, until stopped')
		.action(() =>
			run(async (session) => {
				for (const name of told) {
					session.core.on(name, (payload) =>
						session.raw(`${JSON.stringify({ event: name, at: Date.now(), ...payload })}\n`),
					);
				}
				session.note('Watching. Stop with Ctrl+C.');
				await new Promise<void>((stop) => {
					process.once('SIGINT', () => stop());
					process.once('SIGTERM', () => stop());
				});
			}),
		);
	program
		.command('stats')
		.description('plugins, sandboxes, runs and space')
		.action(() =>
			run(async (session) => {
				const stats = await session.ask('stats.get', {});
				session.result(stats, () => {
					session.table(
						['', ''],
						[
							['Plugins', formatCount(stats.plugins)],
							['Runs', formatCount(stats.runs)],
							['Database', formatBytes(stats.databaseBytes)],
							['Data folder', stats.dataDir],
							['Plugins folder', stats.pluginsDir],
						],
					);
					for (const notice of stats.notices) session.note(`note: ${notice}`);
				});
			}),
		);
}
