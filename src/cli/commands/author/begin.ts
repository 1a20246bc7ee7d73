import { basename, relative, resolve } from 'node:path';
import { authorLanguages, authorLicences } from '../../../shared/plugin/authoring/authoring.ts';
import { componentTypes } from '../../../shared/plugin/component-type.ts';
import { ask } from '../../session/prompt.ts';
import { type Session, UsageError } from '../../session/session.ts';
import { word } from '../../session/word.ts';

export interface NewFlags {
	readonly language?: string;
	readonly role?: string;
	readonly name?: string;
	readonly description?: string;
	readonly author?: string;
	readonly licence?: string;
}

/** `plugin new`: what was not said is asked for where somebody is there to answer. */
export async function begin(session: Session, where: string | undefined, flags: NewFlags): Promise<void> {
	const said = {
		language: word('language', flags.language, authorLanguages),
		role: word('role', flags.role, componentTypes),
		licence: word('licence', flags.licence, authorLicences),
	};
	const language = said.language ?? (await chosen(session, 'language', '--language', authorLanguages));
	const role = said.role ?? (await chosen(session, 'role', '--role', componentTypes));
	const name = flags.name ?? (await nameFor(session, where));
	const created = await session.ask('authoring.create', {
		folder: resolve(where ?? name),
		...{ language, role, name },
		...(flags.description === undefined ? {} : { description: flags.description }),
		...(flags.author === undefined ? {} : { author: flags.author }),
		...(said.licence === undefined ? {} : { licence: said.licence }),
	});
	session.result(created, () => {
		session.table(
			['FILE'],
			// The SDK is one thing to whoever begins.
			[...new Set(created.files.map((file) => (file.startsWith('sdk/') ? 'sdk/' : file)))].map((file) => [file]),
		);
		session.confirm(`${created.folder} was created.`);
		const folder = relative(process.cwd(), created.folder) || '.';
		session.note(`next: dataflare plugin build ${folder} && dataflare plugin test ${folder}`);
	});
}

async function chosen<W extends string>(
	session: Session,
	what: string,
	option: string,
	words: readonly W[],
): Promise<W> {
	if (session.terminal.stdin.isTTY !== true || session.options.json) {
		throw new UsageError(`Which ${what}? Nothing was said.`, `Use ${option} ${words.join('|')}.`);
	}
	for (;;) {
		const answer = await ask(session, `Which ${what}? ${words.join(', ')}: `);
		const found = words.filter((one) => one === answer || (answer !== '' && one.startsWith(answer)));
		const [only] = found;
		if (only !== undefined && found.length === 1) return only;
		session.note(`There is no ${what} "${answer}".`);
	}
}

/** Made of the folder's name, where there is one. */
async function nameFor(session: Session, where: string | undefined): Promise<string> {
	const plain = basename(resolve(where ?? ''))
		.toLowerCase()
		.replaceAll(/[^a-z0-9_-]+/g, '-');
	const suggested = plain.replace(/^[^a-z0-9]+/, '').slice(0, 64);
	if (where !== undefined && suggested !== '') return suggested;
	if (session.terminal.stdin.isTTY !== true || session.options.json) {
		throw new UsageError('What is the plugin called? Nothing was said.', 'Name a folder, or use --name.');
	}
	for (;;) {
		const answer = await ask(session, 'What is it called? (a-z, 0-9, - and _): ');
		if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(answer)) return answer;
	}
}
