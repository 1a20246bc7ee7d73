import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { KeyAnswer } from '../../../shared/api/key-routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { didYouMean } from '../../../shared/issues/did-you-mean.ts';
import { examples } from '../../session/examples.ts';
import { confirms } from '../../session/prompt.ts';
import { readText } from '../../session/read-input.ts';
import type { Run, Session } from '../../session/session.ts';
import { formatTime } from '../../text/format.ts';
import { passphraseOf } from './signing.ts';

export function addKeyCommands(program: Command, run: Run): void {
	const keys = program
		.command('keys')
		.description('manage the keys whose signatures on plugins you know')
		.addHelpText(...examples('keys add "Geo team" geo-team.pub', 'keys generate me ~/keys/me.pem'));
	keys
		.command('list')
		.description('list keys and the plugins that each signed')
		.addHelpText(...examples('keys list'))
		.action(() => run(list));
	keys
		.command('add')
		.description('give a public key a name')
		.argument('<name>')
		.argument('<key>', 'file with the key, the key itself ("ssh-ed25519 AAAA…"), or - for standard input')
		.addHelpText(...examples('keys add "Geo team" geo-team.pub'))
		.action((name: string, key: string) => run((session) => add(session, name, key)));
	keys
		.command('rename')
		.description('give a key another name')
		.argument('<key>', 'its name or fingerprint')
		.argument('<name>')
		.addHelpText(...examples('keys rename "Geo team" "Geo team 2026"'))
		.action((key: string, name: string) =>
			run(async (session) => {
				const { fingerprint } = await named(session, key);
				const renamed = await session.ask('keys.rename', { fingerprint, name });
				session.result(renamed, () => session.confirm(`${key} is now named ${renamed.name}.`));
			}),
		);
	keys
		.command('remove')
		.description('forget a key; what it signed is then signed by a key that is not known')
		.argument('<key>', 'its name or fingerprint')
		.option('-y, --yes', 'do not ask')
		.addHelpText(...examples('keys remove "Geo team" --yes'))
		.action((key: string, flags: { readonly yes?: boolean }) =>
			run((session) => remove(session, key, flags.yes === true)),
		);
	keys
		.command('generate')
		.description('make a private key to sign with, and add its public key')
		.argument('<name>')
		.argument('<file>', 'where the private key is written; the public key goes beside it, to <file>.pub')
		.option('--passphrase-file <file>', 'encrypt the key with the passphrase in this file; - for standard input')
		.addHelpText(...examples('keys generate me ~/keys/me.pem'))
		.action((name: string, file: string, flags: { readonly passphraseFile?: string }) =>
			run((session) => generate(session, name, file, flags.passphraseFile)),
		);
}

async function list(session: Session): Promise<void> {
	const keys = await session.ask('keys.list', {});
	session.result(keys, () => {
		if (keys.length === 0) {
			session.say('No keys. Add one with: dataflare keys add <name> <file>');
			return;
		}
		session.table(
			['NAME', 'FINGERPRINT', 'ADDED', 'PLUGINS'],
			keys.map(({ name, fingerprint, addedAt, plugins }) => [
				name,
				fingerprint,
				formatTime(addedAt),
				plugins.length === 0 ? '—' : plugins.join(', '),
			]),
		);
	});
}

async function add(session: Session, name: string, key: string): Promise<void> {
	const isFile = key !== '-' && existsSync(key);
	const text = isFile ? null : key === '-' || !key.startsWith('ssh-') ? await readText(session, key) : key;
	const added = await session.ask('keys.add', text === null ? { name, path: resolve(key) } : { name, text });
	session.result(added, () => session.confirm(`${added.name} was added: ${added.fingerprint}`));
}

async function remove(session: Session, key: string, isSure: boolean): Promise<number> {
	const { fingerprint, name, plugins } = await named(session, key);
	const signed = plugins.length === 0 ? '' : ` It signed ${plugins.join(', ')}.`;
	if (!isSure && !(await confirms(session, `Remove the key ${name}?${signed}`))) {
		session.note(`${name} was not removed.`);
		return 1;
	}
	const gone = await session.ask('keys.remove', { fingerprint });
	session.result(gone, () => {
		session.confirm(`${gone.name} was removed.`);
		session.note(`To add it again: dataflare keys add "${gone.name}" "${gone.publicKey}"`);
	});
	return 0;
}

async function generate(session: Session, name: string, file: string, passphraseFile?: string): Promise<void> {
	const answer = await session.ask('keys.generate', {
		name,
		path: resolve(file),
		...(await passphraseOf(session, passphraseFile)),
	});
	session.result(answer, () => {
		session.confirm(`${answer.privateFile} was written. Keep it to yourself: who has it can sign as you.`);
		session.confirm(`${answer.publicFile} was written. Give it to those who are to know you by it.`);
		session.say(`Fingerprint: ${answer.key.fingerprint}`);
	});
}

/** By its name or its fingerprint, whole or as it begins. */
async function named(session: Session, said: string): Promise<KeyAnswer> {
	const keys = await session.ask('keys.list', {});
	const byPrint = said.length > 'SHA256:'.length ? keys.filter(({ fingerprint }) => fingerprint.startsWith(said)) : [];
	const found = keys.find(({ name }) => name === said) ?? (byPrint.length === 1 ? byPrint[0] : undefined);
	if (found !== undefined) return found;
	const names = keys.map(({ name }) => name);
	throw new DataFlareError('not_found', `There is no key "${said}"${didYouMean(said, names)}.`, {
		hint: 'See `dataflare keys list`.',
	});
}
