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
		.description(
			'have a plugin ready from the start of the window or of `serve`; without a plugin: list those that are',
		)
		.argument('[plugin]')
		.option('--off', 'no longer')
		.addHelpText(...examples('preload pii-redactor', 'preload pii-redactor --off', 'preload'))
		.action((name: string | undefined, flags: { readonly off?: boolean }) =>
			run((session) => {
				if (name !== undefined) return mark(session, name, flags.off !== true);
				if (flags.off === true)
					throw new UsageError(
						'--off needs the name of a plugin.',
						'For example `dataflare preload pii-redactor --off`.',
					);
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
				? `${name} is made ready when the window or \`serve\` starts; where one runs, now.`
				: `${name} is no longer made ready ahead: its first call starts it.`,
		);
		if (reason !== null) session.note(`note: not yet: ${reason.message}`);
	});
}

async function list(session: Session): Promise<void> {
	const answer = await session.ask('preload.list', {});
	session.result(answer, () => {
		if (answer.plugins.length === 0) {
			session.say('No plugin is made ready ahead. Mark one with: dataflare preload <plugin>');
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
	return `Together they may hold ${formatMemory(budgetBytes)} (setting preload_memory), in the order of their names.`;
}

/** How a plugin that is to be ready from the start is; `undefined`: it is not to be. */
export function preloadCell(plugin: PreloadedPlugin | undefined): Cell {
	if (plugin === undefined) return '—';
	switch (plugin.state) {
		case 'ready':
			return { text: 'ready', tone: 'good' };
		case 'not_ready':
			return { text: `marked, not ready: ${plugin.reason?.message ?? 'no reason is known'}`, tone: 'warn' };
		case 'marked':
		case 'starting':
		case 'waiting':
			return plugin.state;
	}
}
