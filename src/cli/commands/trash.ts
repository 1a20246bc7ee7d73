import type { Command } from 'commander';
import type { RouteOutput } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import type { TrashedPlugin } from '../../shared/plugin/trashed-plugin.ts';
import { examples } from '../session/examples.ts';
import type { Run } from '../session/session.ts';
import { type Session, UsageError } from '../session/session.ts';
import { counted, formatBytes, formatCount, formatDuration, formatTime, parseCount } from '../text/format.ts';
import { outcomeText, outcomeTone } from '../text/state-text.ts';

const ITEMS = 'run and plugin IDs, as shown by `trash list`, or plugin names';
/** Plugins that are asked for at once. */
const PAGE = 1000;

export function addTrashCommands(program: Command, run: Run): void {
	const trash = program
		.command('trash')
		.description('list, restore or permanently delete runs and plugins in the trash')
		.addHelpText(...examples('trash list', 'trash restore bd3c8529a1f0', 'trash restore pii-redactor', 'trash empty'));
	trash
		.command('list')
		.description('list deleted runs and uninstalled plugins, most recently deleted first')
		.option('--limit <n>', 'show at most this many of each', parseCount)
		.addHelpText(...examples('trash list --limit 20'))
		.action((flags: { readonly limit?: number }) => run((session) => list(session, flags.limit)));
	trash
		.command('restore')
		.description('restore deleted runs and uninstalled plugins')
		.argument('[item...]', ITEMS)
		.option('--last', 'restore what was deleted last: a plugin, or runs deleted together')
		.addHelpText(...examples('trash restore bd3c8529a1f0', 'trash restore pii-redactor', 'trash restore --last'))
		.action((items: readonly string[], flags: { readonly last?: boolean }) =>
			run((session) => restore(session, items, flags.last === true)),
		);
	trash
		.command('empty')
		.description('delete for good: the items named, or everything, deleted templates included')
		.argument('[item...]', `${ITEMS}; everything if omitted`)
		.addHelpText(...examples('trash empty', 'trash empty bd3c8529a1f0', 'trash empty pii-redactor'))
		.action((items: readonly string[]) => run((session) => empty(session, items)));
}

async function list(session: Session, limit = 100): Promise<void> {
	const page = { limit: Math.max(1, Math.min(1000, limit)) };
	const runs = await session.ask('trash.list', page);
	const plugins = await session.ask('trash.plugins', page);
	const templates = (await session.ask('templates.deleted', {})).length;
	session.result({ ...runs, plugins, templates }, () => {
		if (runs.total + plugins.total + templates === 0) {
			session.say('The trash is empty.');
			return;
		}
		if (plugins.total > 0) showPlugins(session, plugins);
		if (plugins.total > 0 && runs.total > 0) session.say('');
		if (runs.total > 0) showRuns(session, runs);
		if (templates > 0)
			session.say(`${counted(templates, 'policy template')}: list them with \`dataflare templates deleted\`.`);
		session.note(`Items are deleted for good after ${formatDuration(runs.keptMs)} in the trash (setting trash_ms).`);
	});
}

function showRuns(session: Session, { runs, total, bytes }: RouteOutput<'trash.list'>): void {
	session.table(
		['RUN', 'DELETED', 'STARTED', 'WHAT', 'OUTCOME'],
		runs.map(({ run, deletedAt }) => [
			run.id,
			formatTime(deletedAt),
			formatTime(run.startedAt),
			run.fn === null ? run.label : `${run.label} ${run.fn}`,
			{ text: outcomeText(run), tone: outcomeTone(run) },
		]),
	);
	session.note(`${counted(total, 'run')}, ${formatBytes(bytes)}.${more(total - runs.length)}`);
}

function showPlugins(session: Session, { plugins, total, bytes }: RouteOutput<'trash.plugins'>): void {
	session.table(
		['PLUGIN', 'DELETED', 'VERSION', 'SIZE', 'NOTE'],
		plugins.map((plugin) => [
			plugin.id,
			formatTime(plugin.deletedAt),
			plugin.version ?? plugin.sha256?.slice(0, 12) ?? '-',
			formatBytes(plugin.fileBytes + plugin.dataBytes),
			plugin.isTaken ? { text: 'its name is in use', tone: 'warn' as const } : '',
		]),
	);
	session.note(`${counted(total, 'plugin')}, ${formatBytes(bytes)}.${more(total - plugins.length)}`);
}

async function restore(session: Session, items: readonly string[], last: boolean): Promise<void> {
	if ((items.length === 0) === !last)
		throw new UsageError('No runs or plugins named.', 'Name the ones to restore, or use --last on its own.');
	if (last) return restoreLast(session);
	const { runs, plugins } = await meant(session, items);
	const answer = { restored: 0 };
	if (runs.length > 0) answer.restored = (await session.ask('trash.restore', { ids: [...runs] })).restored;
	const back: PluginRecord[] = [];
	for (const id of plugins) back.push(await session.ask('trash.restorePlugin', { id }));
	session.result(plugins.length === 0 ? answer : { ...answer, plugins: back }, () => {
		for (const { name } of back) session.confirm(`${name} was restored.`);
		if (runs.length > 0) session.confirm(`${counted(answer.restored, 'run')} restored.`);
		if (answer.restored < runs.length) session.note('note: the others are not in the trash.');
	});
}

async function restoreLast(session: Session): Promise<void> {
	const run = (await session.ask('trash.list', { limit: 1 })).runs[0];
	const plugin = (await session.ask('trash.plugins', { limit: 1 })).plugins[0];
	if (plugin !== undefined && plugin.deletedAt > (run?.deletedAt ?? 0)) return restore(session, [plugin.id], false);
	if (run === undefined) {
		session.result({ restored: 0 }, () => session.say('The trash is empty.'));
		return;
	}
	const answer = await session.ask('trash.restore', { deletedAt: run.deletedAt });
	session.result(answer, () => session.confirm(`${counted(answer.restored, 'run')} restored.`));
}

async function empty(session: Session, items: readonly string[]): Promise<void> {
	const all = items.length === 0;
	const { runs, plugins } = await meant(session, items);
	const answer = { removed: 0, plugins: 0 };
	const templates = all ? (await session.ask('templates.purge', {})).removed : 0;
	if (all || plugins.length > 0)
		answer.plugins = (await session.ask('trash.emptyPlugins', all ? {} : { ids: [...plugins] })).removed;
	if (all || runs.length > 0)
		answer.removed = (await session.ask('trash.empty', all ? {} : { ids: [...runs] })).removed;
	session.result(all ? { ...answer, templates } : answer, () => {
		if (templates > 0) session.confirm(`${counted(templates, 'policy template')} deleted for good.`);
		if (answer.plugins > 0 || plugins.length > 0)
			session.confirm(`${counted(answer.plugins, 'plugin')} deleted for good.`);
		if (all || runs.length > 0) session.confirm(`${counted(answer.removed, 'run')} deleted for good.`);
	});
}

/** Runs by their ids; plugins by their ids or, of each name, the one that went last. Throws `not_found`. */
async function meant(
	session: Session,
	items: readonly string[],
): Promise<{ readonly runs: readonly string[]; readonly plugins: readonly string[] }> {
	const runs = items.filter(isRun);
	const others = items.filter((item) => !isRun(item));
	const named = others.every((item) => item.includes('@')) ? [] : await everyPlugin(session);
	const plugins = others.map((item) => {
		const id = item.includes('@') ? item : named.find(({ name }) => name === item)?.id;
		if (id !== undefined) return id;
		throw new DataFlareError('not_found', `No plugin named "${item}" is in the trash, and no run has this ID.`, {
			details: because('not_in_trash', { id: item }),
		});
	});
	return { runs, plugins: [...new Set(plugins)] };
}

function isRun(item: string): boolean {
	return /^[0-9a-f]{12}$/.test(item);
}

/** Those that went last first. */
async function everyPlugin(session: Session): Promise<readonly TrashedPlugin[]> {
	const all: TrashedPlugin[] = [];
	for (;;) {
		const { plugins, total } = await session.ask('trash.plugins', { limit: PAGE, offset: all.length });
		all.push(...plugins);
		if (plugins.length === 0 || all.length >= total) return all;
	}
}

function more(count: number): string {
	return count > 0 ? ` ${formatCount(count)} more. Use --limit to see them.` : '';
}
