import type { Command } from 'commander';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { quoted } from '../../../shared/quoted.ts';
import { examples } from '../../session/examples.ts';
import type { Run, Session } from '../../session/session.ts';

/** What a person says of a plugin's updates: that it stays where it is, or that one version is not wanted. */
export function addChoiceCommands(program: Command, run: Run): void {
	program
		.command('pin')
		.description('hold a plugin at its version: its updates are listed, and not made')
		.argument('<plugin>')
		.addHelpText(...examples('pin geo-lookup'))
		.action((name: string) => run((session) => hold(session, name, true)));
	program
		.command('unpin')
		.description('release a plugin that is held at its version')
		.argument('<plugin>')
		.addHelpText(...examples('unpin geo-lookup'))
		.action((name: string) => run((session) => hold(session, name, false)));
	program
		.command('skip')
		.description('stop offering one version of a plugin; later versions are offered')
		.argument('<plugin>')
		.argument('<version>')
		.addHelpText(...examples('skip geo-lookup 2.0.0'))
		.action((name: string, version: string) => run((session) => skip(session, name, version, true)));
	program
		.command('unskip')
		.description('offer a version again that was skipped')
		.argument('<plugin>')
		.argument('<version>')
		.addHelpText(...examples('unskip geo-lookup 2.0.0'))
		.action((name: string, version: string) => run((session) => skip(session, name, version, false)));
}

async function hold(session: Session, name: string, held: boolean): Promise<void> {
	const record = await session.ask('updates.hold', { name, held });
	session.result(record, () =>
		session.confirm(held ? `${name} is held at ${versionOf(record)}.` : `${name} can be updated again.`),
	);
}

async function skip(session: Session, name: string, version: string, skipped: boolean): Promise<void> {
	const record = await session.ask('updates.skip', { name, version, skipped });
	session.result(record, () => {
		const what = `${name} ${quoted(version)}`;
		session.confirm(skipped ? `${what} is not offered any more.` : `${what} is offered again.`);
	});
}

function versionOf({ current }: PluginRecord): string {
	return current?.label == null ? 'its version' : quoted(current.label);
}
