import { resolve } from 'node:path';
import type { KeyAnswer, NewKeyAnswer } from '../../shared/api/key-routes.ts';
import type { RouteParsed } from '../../shared/api/routes.ts';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { Signing } from '../../shared/plugin/packing.ts';
import type { Signer, SigningKey } from '../../shared/plugin/provenance.ts';
import { writeNewFile } from '../files/durable-file.ts';
import { readPlainFile } from '../files/read-plain-file.ts';
import { rm } from '../files/user-files.ts';
import { signPlugin } from '../registry/packing/sign-plugin.ts';
import { type KeyFile, newPrivateKey, readPrivateKey } from '../registry/signing/private-key.ts';
import { MAX_KEY_TEXT, parsePublicKey } from '../registry/signing/public-key.ts';
import type { HandlerDeps } from './handler-deps.ts';

type KeyDeps = Pick<HandlerDeps, 'store' | 'registry' | 'bus'>;

export function listKeys({ store, registry }: KeyDeps): readonly KeyAnswer[] {
	const plugins = registry.list();
	return store.keys.list().map((key) => ({
		...key,
		plugins: plugins.filter(({ current }) => current?.signer === key.fingerprint).map(({ name }) => name),
	}));
}

export async function addKey(deps: KeyDeps, asked: RouteParsed<'keys.add'>): Promise<SigningKey> {
	const text = 'text' in asked ? asked.text : await textIn(resolve(asked.path));
	return keep(deps, asked.name, parsePublicKey(text));
}

export function renameKey({ store, bus }: KeyDeps, { fingerprint, name }: RouteParsed<'keys.rename'>): SigningKey {
	const key = store.keys.rename(fingerprint, name) ? store.keys.get(fingerprint) : null;
	if (key === null) throw noKey(fingerprint);
	bus.emit('keys.changed', { fingerprint });
	return key;
}

/** Answers what it was, so that it can be added again. */
export function removeKey({ store, bus }: KeyDeps, fingerprint: string): SigningKey {
	const key = store.keys.get(fingerprint);
	if (key === null) throw noKey(fingerprint);
	store.keys.remove(fingerprint);
	bus.emit('keys.changed', { fingerprint });
	return key;
}

/** The private key is in the file alone: nothing of it is kept here. */
export async function generateKey(deps: KeyDeps, asked: RouteParsed<'keys.generate'>): Promise<NewKeyAnswer> {
	const privateFile = resolve(asked.path);
	const publicFile = `${privateFile}.pub`;
	const { key, pem } = newPrivateKey(asked.passphrase);
	await write(privateFile, pem);
	try {
		await write(publicFile, `${key.publicKey} ${asked.name}\n`);
		try {
			return { key: keep(deps, asked.name, key), privateFile, publicFile };
		} catch (error) {
			await rm(publicFile, { force: true });
			throw error;
		}
	} catch (error) {
		await rm(privateFile, { force: true });
		throw error;
	}
}

export async function sign(path: string, key: KeyFile): Promise<Signing> {
	return signPlugin(path, await readPrivateKey({ ...key, path: resolve(key.path) }));
}

function keep({ store, bus }: KeyDeps, name: string, { fingerprint, publicKey }: Signer): SigningKey {
	const key: SigningKey = { fingerprint, publicKey, name, addedAt: Date.now() };
	store.keys.add(key);
	bus.emit('keys.changed', { fingerprint });
	return key;
}

async function textIn(path: string): Promise<string> {
	const found = await readPlainFile(path, MAX_KEY_TEXT).catch((error: unknown) => {
		const isMissing = codeOf(error) === 'ENOENT';
		throw new DataFlareError(
			isMissing ? 'not_found' : 'invalid_input',
			isMissing ? `There is nothing at ${path}.` : `${path} cannot be read (${codeOf(error)}).`,
			{
				hint: 'Check the path, and the file’s permissions.',
				details: isMissing ? because('nothing_there', { path }) : because('key_malformed'),
				cause: error,
			},
		);
	});
	// Larger than any key, or no file at all: nothing in it could be one.
	return found instanceof Uint8Array ? found.toString('utf8') : '';
}

/** For this user alone. Never in the place of a file: it may be a key that something is signed with. */
async function write(path: string, content: string): Promise<void> {
	await writeNewFile(path, Buffer.from(content)).catch((error: unknown) => {
		if (codeOf(error) === 'EEXIST') {
			throw new DataFlareError('conflict', `There is already a file at ${path}. A key never replaces one.`, {
				hint: 'Choose another place for the key.',
				details: because('key_file_exists', { path }),
			});
		}
		const system = String(codeOf(error));
		throw new DataFlareError('storage', `${path} cannot be written (${system}).`, {
			hint: 'Choose another place, or fix its permissions.',
			details: because('not_writable', { path, system }),
			cause: error,
		});
	});
}

function noKey(fingerprint: string): DataFlareError {
	return new DataFlareError('not_found', `There is no key ${fingerprint}.`, {
		hint: 'Look it up in the list of keys; it may have been removed.',
		details: because('key_not_found', { fingerprint }),
	});
}
