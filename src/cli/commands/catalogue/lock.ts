import { resolve } from 'node:path';
import type { Command } from 'commander';
import { authorshipOf } from '../../../shared/plugin/provenance.ts';
import { quoted } from '../../../shared/quoted.ts';
import { examples } from '../../session/examples.ts';
import { confirms } from '../../session/prompt.ts';
import type { Run, Session } from '../../session/session.ts';
import { counted } from '../../text/format.ts';
import { authorText } from '../../text/provenance-text.ts';
import { sourceOf } from './offers.ts';

export function addLockCommand(program: Command, run: Run): void {
	program
		.command('lock')
		.description('write which plugins are installed, to the byte, and what they are granted, for another machine')
		.option('--out <file>', 'the file to write', 'dataflare.lock.json')
		.addHelpText(...examples('lock', 'lock --out team.lock.json'))
		.action(({ out }: { readonly out: string }) => run((session) => lock(session, out)));
}

async function lock(session: Session, out: string): Promise<void> {
	const made = await session.ask('lock.write', { path: resolve(out) });
	session.result(made, () => {
		session.confirm(`${made.path} was written (${counted(made.plugins, 'plugin')}).`);
		if (made.skipped.length > 0) session.note(`left out, without a version or not ready: ${made.skipped.join(', ')}`);
	});
}

/** Shows what a lock installs and grants, asks, and installs all of it. */
export async function installLocked(
	session: Session,
	file: string,
	flags: { readonly source?: string; readonly yes?: boolean },
): Promise<number> {
	const from = { ...sourceOf(flags), path: resolve(file) };
	const found = await session.ask('lock.check', from);
	if (flags.yes !== true) {
		const keys = await session.ask('keys.list', {});
		for (const { name, version, installed, signer, grants } of found.plugins) {
			const before = installed === null ? '' : `, in the place of ${quoted(installed)}`;
			session.say(`${name} ${quoted(version)}${before}`, 'bold');
			session.say(`  Signed by: ${authorText(authorshipOf(signer, keys))}`);
			for (const { risk, text } of grants) session.say(`  ${risk === 'high' ? '!' : '-'} granted: ${text}`);
		}
		if (!(await confirms(session, `Install ${counted(found.plugins.length, 'plugin')} with these grants?`))) {
			session.note('Nothing was installed.');
			return 1;
		}
	}
	const records = await session.ask('lock.apply', { ...from, reviewed: found.sha256 });
	session.result(records, () => {
		for (const { name, current } of records) session.confirm(`${name} ${quoted(current?.label ?? '')} was installed.`);
	});
	return 0;
}
