import type { Command } from 'commander';
import { isSettingName, noSuchSetting, toSettingChange } from '../../shared/api/settings.ts';
import type { JsonValue } from '../../shared/errors/errors.ts';
import { examples } from '../session/examples.ts';
import type { Run, Session } from '../session/session.ts';

export function addSettingsCommands(program: Command, run: Run): void {
	const settings = program
		.command('settings')
		.description('show and change settings')
		.addHelpText(...examples('settings list', 'settings set require_kernel_limits true'));
	settings
		.command('list')
		.description('list all settings and their values')
		.addHelpText(...examples('settings list'))
		.action(() => run(list));
	settings
		.command('get')
		.description('print one setting')
		.argument('<name>')
		.addHelpText(...examples('settings get require_kernel_limits'))
		.action((name: string) => run((session) => get(session, name)));
	settings
		.command('set')
		.description('change a setting')
		.argument('<name>')
		.argument('<value>', 'JSON value; a single word needs no quotes')
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
	if (!isSettingName(name)) throw noSuchSetting(name);
	const value = all[name];
	session.result(value, () => session.say(JSON.stringify(value)));
}

async function set(session: Session, name: string, text: string): Promise<void> {
	const change = toSettingChange(name, valueOf(text));
	await session.ask('settings.set', change);
	const told = JSON.stringify(change.value);
	session.result({ [name]: change.value }, () => session.confirm(`${name} is now ${told}.`));
}

/** What is no JSON is a word. */
function valueOf(text: string): JsonValue {
	try {
		return JSON.parse(text) as JsonValue;
	} catch {
		return text;
	}
}
