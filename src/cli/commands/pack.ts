import type { Command } from 'commander';
import { examples } from '../session/examples.ts';
import type { Run, Session } from '../session/session.ts';
import { formatBytes } from '../text/format.ts';
import { addKeyOptions, type KeyFlags, keyOf } from './signing/signing.ts';

interface PackFlags extends KeyFlags {
	readonly out?: string;
	readonly replace?: boolean;
}

export function addPackCommand(program: Command, run: Run): void {
	packCommand(program, run, 'pack', '<folder-or-plugin>');
}

/** The same command below another one; `line`: how it is called. */
export function packCommand(
	parent: Command,
	run: Run,
	line: string,
	folder: '<folder-or-plugin>' | '[folder-or-plugin]',
): void {
	addKeyOptions(parent.command('pack'))
		.description(
			'pack a plugin’s folder, or one that is installed as it is kept, into one file that others can install',
		)
		.argument(
			folder,
			'folder with plugin.json, or the name of an installed plugin',
			folder === '[folder-or-plugin]' ? '.' : undefined,
		)
		.option('--out <path>', 'the file to write, or a folder to put it in (default: the current folder)')
		.option('--replace', 'replace the file if it exists')
		.addHelpText(
			...examples(
				`${line} ./geo-lookup`,
				`${line} ./geo-lookup --key ~/keys/me.pem`,
				`${line} geo-lookup --out ./backup`,
				`${line} ./geo-lookup --out dist/geo-lookup.dfplugin --replace`,
			),
		)
		.action((folder: string, flags: PackFlags) => run((session) => pack(session, folder, flags)));
}

async function pack(
	session: Session,
	folder: string,
	{ out = process.cwd(), replace = false, ...flags }: PackFlags,
): Promise<void> {
	const key = await keyOf(session, flags);
	const packing = await session.ask('plugins.pack', { path: folder, to: out, replace, ...(key && { key }) });
	session.result(packing, () => {
		const rows = packing.files.map(({ name, bytes }) => [name, formatBytes(bytes)]);
		session.table(['FILE', { title: 'SIZE', align: 'right' }], rows);
		session.confirm(`${packing.path} was written (${formatBytes(packing.bytes)}).`);
		if (packing.signer !== null) session.confirm(`It is signed by ${packing.signer.fingerprint}.`);
		if (packing.leftOut.length > 0) session.note(`left out: ${packing.leftOut.join(', ')}`);
	});
}
