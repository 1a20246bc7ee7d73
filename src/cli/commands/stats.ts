import type { Command } from 'commander';
import type { StatsAnswer } from '../../shared/api/program-routes.ts';
import { examples } from '../session/examples.ts';
import type { Run } from '../session/session.ts';
import { tellNotices } from '../show/tell-notices.ts';
import { formatBytes, formatCount, formatMemory } from '../text/format.ts';

export function addStatsCommand(program: Command, run: Run): void {
	program
		.command('stats')
		.description('show how many plugins and runs there are, and the space they take')
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
							['Preloaded plugins', preloadText(stats.preload)],
							['Data folder', stats.dataDir],
							['Plugins folder', stats.pluginsDir],
						],
					);
				});
				tellNotices(session, stats.notices);
			}),
		);
}

/** What they hold is known to the program alone that has them ready. */
function preloadText({ wanted, budgetBytes }: StatsAnswer['preload']): string {
	return wanted === 0 ? 'none' : `${formatCount(wanted)}, sharing ${formatMemory(budgetBytes)} of memory`;
}
