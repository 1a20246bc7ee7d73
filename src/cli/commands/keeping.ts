import type { Command } from 'commander';
import { type InputPrivacy, inputPrivacies } from '../../shared/plugin/input-privacy.ts';
import { type PluginRecord, takesSensitiveInput } from '../../shared/plugin/plugin-record.ts';
import type { KeepAsked, KeptPart } from '../../shared/run/kept.ts';
import { examples } from '../session/examples.ts';
import type { Run } from '../session/session.ts';
import { type Session, UsageError } from '../session/session.ts';

export interface KeepFlags {
	readonly previews?: string;
	/** False: `--no-logs`. */
	readonly logs?: boolean;
}

const previewWords = { all: true, output: 'output', none: false } as const;

export function withKeeping(command: Command): Command {
	return command
		.option(
			'--previews <which>',
			'data previews to keep in the history: all, output or none (default: all, except sensitive input)',
		)
		.option('--no-logs', 'do not keep log lines in the history');
}

export function keepOf({ previews, logs }: KeepFlags): KeepAsked {
	return {
		...(previews === undefined ? {} : { previews: previewsOf(previews) }),
		...(logs === false ? { logs } : {}),
	};
}

function previewsOf(word: string): NonNullable<KeepAsked['previews']> {
	if (Object.hasOwn(previewWords, word)) return previewWords[word as keyof typeof previewWords];
	throw new UsageError(`"${word}" is not a value for --previews.`, 'Use all, output or none.');
}

interface ForgetFlags {
	readonly previews?: boolean;
	readonly values?: boolean;
	readonly logs?: boolean;
	readonly targets?: boolean;
	readonly all?: boolean;
}

const parts: { readonly [F in Exclude<keyof ForgetFlags, 'all'>]: readonly KeptPart[] } = {
	previews: ['input', 'output'],
	values: ['values'],
	logs: ['logs'],
	targets: ['targets'],
};
const flagNames = Object.keys(parts) as readonly (keyof typeof parts)[];

export function addForgetCommand(history: Command, run: Run): void {
	history
		.command('forget')
		.description('erase what was kept of runs, for good; their counts and times stay')
		.argument('<run...>', 'run IDs, or their first characters')
		.option('--previews', 'the previews of input and output')
		.option('--values', 'what the run was given: paths and configuration')
		.option('--logs', 'log lines and error messages')
		.option('--targets', 'the paths, addresses and names that plugins asked for')
		.option('--all', 'all of these')
		.addHelpText(...examples('history forget bd3c8529 --previews', 'history forget bd3c8529 --all'))
		.action((ids: readonly string[], flags: ForgetFlags) => run((session) => forget(session, ids, flags)));
}

async function forget(session: Session, ids: readonly string[], flags: ForgetFlags): Promise<void> {
	const named = flagNames.filter((name) => flags.all === true || flags[name] === true);
	if (named.length === 0)
		throw new UsageError('Nothing was chosen to forget.', 'Use --previews, --values, --logs, --targets or --all.');
	const asked = named.flatMap((name) => parts[name]);
	const forgotten: string[] = [];
	for (const id of ids) {
		const run = await session.ask('runs.get', { id });
		const answer = await session.ask('runs.forget', { id: run.id, parts: asked });
		if (answer.forgotten) forgotten.push(run.id);
		else session.note(`note: run ${run.id} is still running, so nothing was forgotten.`);
	}
	session.result({ forgotten, parts: asked }, () => {
		if (forgotten.length > 0) session.confirm(`Forgot ${named.join(', ')} of ${forgotten.join(', ')} for good.`);
	});
}

const words = [...inputPrivacies, 'manifest'] as const;

export function addPrivacyCommand(program: Command, run: Run): void {
	program
		.command('privacy')
		.description(
			'show or set whether a plugin’s input is sensitive; no preview of sensitive input is kept unless you ask',
		)
		.argument('<plugin>')
		.option('--input <word>', 'sensitive, ordinary, or manifest to follow its author')
		.addHelpText(...examples('privacy pii-redactor', 'privacy my-plugin --input sensitive'))
		.action((name: string, flags: { readonly input?: string }) =>
			run(async (session) => {
				const record =
					flags.input === undefined
						? await session.ask('plugins.get', { name })
						: await session.ask('plugins.privacy', { name, input: privacyOf(flags.input) });
				session.result(record, () => session.say(privacyText(record)));
			}),
		);
}

function privacyOf(text: string): InputPrivacy | null {
	const word = words.find((known) => known === text);
	if (word === undefined)
		throw new UsageError(`"${text}" is not a value for --input.`, 'Use sensitive, ordinary or manifest.');
	return word === 'manifest' ? null : word;
}

function privacyText(record: PluginRecord): string {
	const who = record.inputPrivacy === null ? 'according to its manifest' : 'set by you';
	return takesSensitiveInput(record)
		? `${record.name} takes sensitive input (${who}): no preview of it is kept unless you ask for one.`
		: `${record.name} takes ordinary input (${who}): whether a preview of it is kept depends on the settings.`;
}
