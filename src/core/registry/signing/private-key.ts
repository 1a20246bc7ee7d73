import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { readPlainFile } from '../../files/read-plain-file.ts';
import { KEY_TYPE, keyOfRaw, type PublicKey } from './public-key.ts';
import { NAMESPACE } from './signature.ts';
import { Malformed, WireReader } from './ssh-wire.ts';

/** bytes */
const MAX_KEY_FILE = 64 * 1024;
/** What stands before the 32 bytes of an Ed25519 key in its PrivateKeyInfo (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Where a private key is, and what opens it. */
export interface KeyFile {
	readonly path: string;
	readonly passphrase?: string | undefined;
}

export interface PrivateKey {
	readonly key: PublicKey;
	readonly secret: KeyObject;
}

/**
 * The key in a file: PEM (PKCS#8, with a passphrase or without), or OpenSSH's own form without a passphrase. Rejects
 * with `invalid_input` naming the file, or with `permission_denied` where the passphrase is missing or wrong.
 */
export async function readPrivateKey({ path, passphrase }: KeyFile): Promise<PrivateKey> {
	const found = await readPlainFile(path, MAX_KEY_FILE).catch((error: unknown) => {
		throw unusable(path, 'cannot be read', error);
	});
	if (!(found instanceof Uint8Array)) throw unusable(path, 'is too large for a key, or no regular file');
	const text = found.toString('latin1');
	const body = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----/.exec(
		text,
	)?.[1];
	try {
		return ofSecret(body === undefined ? ofPem(path, text, passphrase) : ofOpenSsh(path, Buffer.from(body, 'base64')));
	} catch (error) {
		if (error instanceof Malformed) throw unusable(path, error.message);
		throw error;
	}
}

/** A new key and the file for it: PKCS#8 in PEM, encrypted where there is a passphrase. */
export function newPrivateKey(passphrase: string | undefined): PrivateKey & { readonly pem: string } {
	const { privateKey } = generateKeyPairSync('ed25519');
	const form = { type: 'pkcs8', format: 'pem' } as const;
	const pem = privateKey.export(passphrase === undefined ? form : { ...form, cipher: 'aes-256-cbc', passphrase });
	return { ...ofSecret(privateKey), pem: pem.toString() };
}

function ofSecret(secret: KeyObject): PrivateKey {
	if (secret.asymmetricKeyType !== 'ed25519') throw new Malformed('has a key that is not Ed25519');
	const der = createPublicKey(secret).export({ format: 'der', type: 'spki' });
	return { key: keyOfRaw(der.subarray(-32)), secret };
}

function ofPem(path: string, text: string, passphrase: string | undefined): KeyObject {
	const isEncrypted = text.includes('ENCRYPTED');
	if (isEncrypted && passphrase === undefined) throw locked(path, 'needs its passphrase');
	try {
		return createPrivateKey(passphrase === undefined ? { key: text } : { key: text, passphrase });
	} catch (error) {
		throw isEncrypted
			? locked(path, 'does not open with this passphrase')
			: unusable(path, 'has no private key', error);
	}
}

/** PROTOCOL.key of OpenSSH. */
function ofOpenSsh(path: string, bytes: Buffer): KeyObject {
	const reader = new WireReader(bytes);
	const magic = 'openssh-key-v1\0';
	if (reader.take(magic.length).toString('latin1') !== magic) throw new Malformed('has no private key');
	if (reader.string().toString('latin1') !== 'none') {
		throw new DataFlareError(
			'invalid_input',
			`${path} has a passphrase in OpenSSH’s own form, which is not read here.`,
			{
				hint: `Sign with OpenSSH instead: ssh-keygen -Y sign -n ${NAMESPACE} -f KEY SHA256SUMS.`,
				details: because('private_key_openssh', { path, namespace: NAMESPACE }),
			},
		);
	}
	reader.string();
	reader.string();
	if (reader.uint32() !== 1) throw new Malformed('has more than one key');
	reader.string();
	const inner = new WireReader(reader.string());
	const [one, other] = [inner.uint32(), inner.uint32()];
	if (one !== other) throw new Malformed('is damaged');
	if (inner.string().toString('latin1') !== KEY_TYPE) throw new Malformed('has a key that is not Ed25519');
	inner.string();
	const both = inner.string();
	if (both.length !== 64) throw new Malformed('is damaged');
	return createPrivateKey({ key: Buffer.concat([PKCS8, both.subarray(0, 32)]), format: 'der', type: 'pkcs8' });
}

function unusable(path: string, why: string, cause?: unknown): DataFlareError {
	return new DataFlareError('invalid_input', `${path} ${why}.`, {
		hint: 'Name the file of an Ed25519 private key.',
		details: because('private_key_unusable', { path }),
		cause,
	});
}

function locked(path: string, why: string): DataFlareError {
	return new DataFlareError('permission_denied', `The private key ${path} ${why}.`, {
		hint: 'Give the passphrase that the key was made with.',
		details: because('private_key_passphrase', { path }),
	});
}
