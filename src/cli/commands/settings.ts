import type { Command } from 'commander';
import type { RouteInput } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { examples } from '../session/examples.ts';
import type { Run, Session } from '../session/session.ts';

export function addSettingsCommands(program: Command, run: Run): void {
	const settings = program
		.command('settings')
		.description('see and change how the program behaves')
		.addHelpText(...examples('settings list', 'settings set require_kernel_limits true'));
	settings
		.command('list')
		.description('every setting and its value')
		.addHelpText(...examples('settings list'))
		.action(() => run(list));
	settings
		.command('get')
		.description('one setting')
		.argument('<name>')
		.addHelpText(...examples('settings get require_kernel_limits'))
		.action((name: string) => run((session) => get(session, name)));
	settings
		.command('set')
		.description('change a setting, from now on')
		.argument('<name>')
		.argument('<value>', 'as JSON; a word needs no quotes')
		.addHelpText(...examples('settings set require_kernel_limits true', 'settings set ceiling_memory 268435456'))
		.action((name: string, value: string) => run((session) => set(session, name, value)));
}

async function list(session: Session): Promise<void> {
	const all = await session.ask('settings.get', {});
	session.result(all, () => {
		session.table(
			['Setting', 'Value'],
			Object.entries(all).map(([name, value]) => [name, JSON.stringify(value)]),
		);
	});
}

async function get(session: Session, name: string): Promise<void> {
	const all = await session.ask('settings.get', {});
	const value = Object.hasOwn(all, name) ? all[name] : undefined;
	if (value === undefined) {
		throw new DataFlareError('not_found', `There is no setting "${name}".`, {
			hint: `Settings are: ${Object.keys(all).join(', ')}.`,
		});
	}
	session.result(value, () => session.say(JSON.stringify(value)));
}

async function set(session: Session, name: string, text: string): Promise<void> {
	const value = valueOf(text);
	await session.ask('settings.set', { key: name, value });
	session.result({ [name]: value }, () => session.confirm(`${name} is ${JSON.stringify(value)} from now on.`));
}

/** What is no JSON is a word. */
function valueOf(text: string): RouteInput<'settings.set'>['value'] {
	try {
		return JSON.parse(text) as RouteInput<'settings.set'>['value'];
	} catch {
		return text;
	}
}
