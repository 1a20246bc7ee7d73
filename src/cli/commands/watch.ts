import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { formatBytes, formatCount } from '../format.ts';
import { NewsDesk } from '../news.ts';
import type { Run } from '../program.ts';
import { safeJson } from '../safe-text.ts';

/** ms */
const LOOK_EVERY_MS = 300;

export function addWatchCommands(program: Command, run: Run): void {
	program
		.command('watch')
		.description('print what happens to plugins and runs, as NDJSON, until stopped')
		.addHelpText(...examples('watch', 'watch | jq -r .event'))
		.action(() =>
			run(async (session) => {
				const { signal } = session.interrupts;
				const desk = await NewsDesk.open(session);
				session.note('Watching. Stop with Ctrl+C.');
				while (!signal.aborted) {
					for (const { event, payload } of await desk.read()) {
						session.raw(`${safeJson({ event, at: Date.now(), ...payload })}\n`);
					}
					await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
				}
			}),
		);
	program
		.command('stats')
		.description('plugins, runs and the space they take')
		.addHelpText(...examples('stats'))
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
