import { resolve } from 'node:path';
import type { Command } from 'commander';
import { authorshipOf } from '../../../shared/plugin/provenance.ts';
import { examples } from '../../session/examples.ts';
import { readText } from '../../session/read-input.ts';
import type { Run, Session } from '../../session/session.ts';
import { provenanceLines } from '../../text/provenance-text.ts';

export interface KeyFlags {
	readonly key?: string;
	readonly passphraseFile?: string;
}

/** Where a private key is, for every command that signs. */
export function addKeyOptions(command: Command): Command {
	return command
		.option('--key <file>', 'sign with the Ed25519 private key in this file')
		.option('--passphrase-file <file>', 'read the passphrase of the key from a file; - for standard input');
}

/** The key that was named; undefined: none. */
export async function keyOf(
	session: Session,
	{ key, passphraseFile }: KeyFlags,
): Promise<{ readonly path: string; readonly passphrase?: string } | undefined> {
	if (key === undefined) return undefined;
	return { path: resolve(key), ...(await passphraseOf(session, passphraseFile)) };
}

export async function passphraseOf(
	session: Session,
	file: string | undefined,
): Promise<{ readonly passphrase?: string }> {
	if (file === undefined) return {};
	return { passphrase: (await readText(session, file)).replace(/\r?\n$/, '') };
}

export function addSigningCommands(program: Command, run: Run): void {
	program
		.command('sign')
		.description('sign a package (.dfplugin) or a plugin’s folder as it is')
		.argument('<path>', 'package, or folder with plugin.json')
		.requiredOption('--key <file>', 'file of an Ed25519 private key')
		.option('--passphrase-file <file>', 'read the passphrase of the key from a file; - for standard input')
		.addHelpText(...examples('sign geo-lookup-1.2.0.dfplugin --key ~/keys/me.pem', 'sign ./geo-lookup --key me.pem'))
		.action((path: string, flags: KeyFlags) => run((session) => sign(session, path, flags)));
	program
		.command('verify')
		.description('show whether a package or a plugin’s folder is as it was packed, and who signed it')
		.argument('<path>', 'package, or folder with plugin.json')
		.option('--signed', 'fail unless a key that you know signed it')
		.addHelpText(...examples('verify geo-lookup-1.2.0.dfplugin', 'verify ./geo-lookup --signed'))
		.action((path: string, flags: { readonly signed?: boolean }) =>
			run((session) => verify(session, path, flags.signed === true)),
		);
}

async function sign(session: Session, path: string, flags: KeyFlags): Promise<void> {
	const key = await keyOf(session, flags);
	const signing = await session.ask('plugins.sign', { path: resolve(path), key: key ?? { path: '' } });
	session.result(signing, () => session.confirm(`${path} is signed by ${signing.signer.fingerprint}.`));
}

async function verify(session: Session, path: string, mustBeSigned: boolean): Promise<number> {
	const answer = await session.ask('plugins.verify', { path: resolve(path) });
	const keys = await session.ask('keys.list', {});
	const { provenance } = answer;
	session.result(answer, () => {
		for (const line of provenanceLines(provenance, keys)) session.say(line);
	});
	const author = authorshipOf(provenance.signer?.fingerprint ?? null, keys);
	return provenance.integrity === 'modified' || (mustBeSigned && author.kind !== 'known') ? 1 : 0;
}
