import { resolve } from 'node:path';
import type { Command } from 'commander';
import { examples } from '../../session/examples.ts';
import { type Run, type Session, UsageError } from '../../session/session.ts';
import { counted, formatBytes } from '../../text/format.ts';

/** An address is taken as it is; a path is one from where the command runs. */
export function sourceOf({ source }: { readonly source?: string }): { readonly source?: string } {
	if (source === undefined) return {};
	return { source: /^[a-z][a-z0-9+.-]+:\/\//i.test(source) ? source : resolve(source) };
}

export const sourceOption = [
	'--source <source>',
	'a folder of packages, an index file, or the https address of one (default: the setting update_source)',
] as const;

interface IndexFlags {
	readonly out?: string;
	readonly published?: string;
}

function isDay(text: string): boolean {
	const time = Date.parse(`${text}T00:00:00Z`);
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What a source of packages offers: making its index, and searching it. */
export function addOfferCommands(program: Command, run: Run): void {
	program
		.command('index')
		.description('write the index of a folder of packages, for others to search and update from')
		.argument('<folder>', 'folder with packages (.dfplugin)')
		.option('--out <file>', 'the file to write (default: index.json in the folder)')
		.option(
			'--published <date>',
			'the day that new versions came out, such as 2026-05-01, where their CHANGELOG.md does not say it',
		)
		.addHelpText(...examples('index ./packages', 'index ./packages --published 2026-05-01'))
		.action((folder: string, flags: IndexFlags) => run((session) => index(session, folder, flags)));
	program
		.command('search')
		.description('search what a source of packages has: names, descriptions, types, and what plugins can reach')
		.argument('[words...]', 'words that must all occur; without them, everything')
		.option(...sourceOption)
		.addHelpText(...examples('search csv --source ./packages', 'search api.example.com'))
		.action((words: readonly string[], flags: { readonly source?: string }) =>
			run((session) => search(session, words.join(' '), flags)),
		);
}

async function index(session: Session, folder: string, { out, published }: IndexFlags): Promise<void> {
	if (published !== undefined && !isDay(published)) {
		throw new UsageError(`"${published}" is not a date.`, 'Write it as in --published 2026-05-01.');
	}
	const made = await session.ask('catalogue.index', {
		path: resolve(folder),
		...(out === undefined ? {} : { to: resolve(out) }),
		...(published === undefined ? {} : { published }),
	});
	session.result(made, () => {
		const what = `${counted(made.plugins, 'plugin')}, ${counted(made.versions, 'version')}`;
		session.confirm(`${made.path} was written (${what}).`);
		for (const { why } of made.skipped) session.note(`left out: ${why.message}`);
	});
}

async function search(session: Session, text: string, flags: { readonly source?: string }): Promise<void> {
	const found = await session.ask('catalogue.search', { ...sourceOf(flags), text });
	session.result(found, () => {
		if (found.length === 0) {
			session.say('Nothing found.');
			return;
		}
		session.table(
			['NAME', 'TYPE', 'VERSION', { title: 'SIZE', align: 'right' }, 'INSTALLED', 'ASKS FOR', 'DESCRIPTION'],
			found.map(({ name, newest, asks, installed }) => [
				name,
				newest.type,
				newest.version,
				formatBytes(newest.size),
				installed ?? '—',
				asks.length === 0 ? 'nothing' : asks.map((ask) => ask.text).join('; '),
				newest.description ?? '—',
			]),
		);
	});
}
