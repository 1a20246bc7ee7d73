import type { Command } from 'commander';
import { examples } from '../session/examples.ts';
import type { Run } from '../session/session.ts';
import { tellNotices } from '../show/tell-notices.ts';
import { formatBytes, formatCount } from '../text/format.ts';

export function addStatsCommand(program: Command, run: Run): void {
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
				});
				tellNotices(session, stats.notices);
			}),
		);
}
