import type { Command } from 'commander';
import type { PreloadAnswer, PreloadedPlugin } from '../../shared/plugin/preload.ts';
import { examples } from '../session/examples.ts';
import type { Run } from '../session/session.ts';
import { type Session, UsageError } from '../session/session.ts';
import { formatMemory } from '../text/format.ts';
import type { Cell } from '../text/table.ts';

export function addPreloadCommand(program: Command, run: Run): void {
	program
		.command('preload')
		.description('preload a plugin whenever the window or `serve` starts, or list the preloaded plugins')
		.argument('[plugin]')
		.option('--off', 'stop preloading it')
		.addHelpText(...examples('preload pii-redactor', 'preload pii-redactor --off', 'preload'))
		.action((name: string | undefined, flags: { readonly off?: boolean }) =>
			run((session) => {
				if (name !== undefined) return mark(session, name, flags.off !== true);
				if (flags.off === true)
					throw new UsageError('--off needs a plugin name.', 'For example: dataflare preload pii-redactor --off');
				return list(session);
			}),
		);
}

async function mark(session: Session, name: string, preload: boolean): Promise<void> {
	const record = await session.ask('plugins.preload', { name, preload });
	const { plugins } = await session.ask('preload.list', {});
	const reason = plugins.find((plugin) => plugin.name === name)?.reason ?? null;
	session.result(record, () => {
		session.confirm(
			preload
				? `${name} will be preloaded whenever the window or \`serve\` starts, and now if one is running.`
				: `${name} is no longer preloaded. Its first call starts it.`,
		);
		if (reason !== null) session.note(`note: not ready yet: ${reason.message}`);
	});
}

async function list(session: Session): Promise<void> {
	const answer = await session.ask('preload.list', {});
	session.result(answer, () => {
		if (answer.plugins.length === 0) {
			session.say('No plugins are preloaded. Mark one with: dataflare preload <plugin>');
			return;
		}
		session.table(
			['NAME', 'PRELOAD'],
			answer.plugins.map((plugin) => [plugin.name, preloadCell(plugin)]),
		);
		session.note(budgetLine(answer));
	});
}

function budgetLine({ budgetBytes }: PreloadAnswer): string {
	return `They share ${formatMemory(budgetBytes)} (setting preload_memory), in alphabetical order.`;
}

/** How a plugin that is to be ready from the start is; `undefined`: it is not to be. */
export function preloadCell(plugin: PreloadedPlugin | undefined): Cell {
	if (plugin === undefined) return '—';
	switch (plugin.state) {
		case 'ready':
			return { text: 'ready', tone: 'good' };
		case 'not_ready':
			return { text: `marked, not ready: ${plugin.reason?.message ?? 'unknown reason'}`, tone: 'warn' };
		case 'marked':
		case 'starting':
		case 'waiting':
			return plugin.state;
	}
}
