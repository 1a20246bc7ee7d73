import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { readPlainFile } from '../../files/read-plain-file.ts';
import { DerReader } from './der.ts';
import { decrypted, parseEncryptedKey, TooManyRounds, UnknownEncryption, WrongPassphrase } from './encrypted-key.ts';
import { type PemBlock, pemBlocks } from './pem-blocks.ts';
import { KEY_TYPE, keyOfRaw, type PublicKey } from './public-key.ts';
import { NAMESPACE } from './signature.ts';
import { fromBase64, Malformed, WireReader } from './ssh-wire.ts';

/** bytes */
const MAX_KEY_FILE = 64 * 1024;
/** What stands before the 32 bytes of an Ed25519 key in its PrivateKeyInfo (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** 1.3.101.112 */
const ED25519 = '2b6570';
const SEED_BYTES = 32;

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
 * with `invalid_input` naming the file, or with `permission_denied` where the passphrase is missing or wrong. What the
 * file asks for to be opened is known, and bounded, before any of it is done.
 */
export async function readPrivateKey({ path, passphrase }: KeyFile): Promise<PrivateKey> {
	const found = await readPlainFile(path, MAX_KEY_FILE).catch((error: unknown) => {
		throw unusable(path, 'cannot be read', error);
	});
	if (!(found instanceof Uint8Array)) throw unusable(path, 'is too large for a key, or no regular file');
	try {
		const keys = pemBlocks(found.toString('latin1')).filter(({ label }) => label.endsWith('PRIVATE KEY'));
		const [block] = keys;
		if (block === undefined) throw new Malformed('has no private key');
		if (keys.length > 1) throw new Malformed('has more than one private key');
		const seed = block.label === 'OPENSSH PRIVATE KEY' ? ofOpenSsh(path, block) : await ofPem(path, block, passphrase);
		return ofSecret(createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' }));
	} catch (error) {
		throw said(path, error);
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
	const der = createPublicKey(secret).export({ format: 'der', type: 'spki' });
	return { key: keyOfRaw(der.subarray(-32)), secret };
}

async function ofPem(path: string, block: PemBlock, passphrase: string | undefined): Promise<Buffer> {
	if (block.headers.some((header) => header.includes('ENCRYPTED'))) throw new UnknownEncryption();
	if (block.label === 'PRIVATE KEY') return seedOf(fromBase64(block.base64));
	if (block.label !== 'ENCRYPTED PRIVATE KEY') throw new Malformed('has a key that is not Ed25519');
	const encrypted = parseEncryptedKey(fromBase64(block.base64));
	if (passphrase === undefined) throw locked(path, 'needs its passphrase');
	const der = await decrypted(encrypted, passphrase);
	try {
		return seedOf(der);
	} catch (error) {
		// The wrong key of a cipher leaves noise, which seldom looks as if it ended well.
		throw error instanceof OtherKind ? error : new WrongPassphrase();
	}
}

class OtherKind extends Malformed {}

/** Of a PrivateKeyInfo or OneAsymmetricKey (RFC 5958), which may say more behind the key. */
function seedOf(der: Buffer): Buffer {
	const file = new DerReader(der);
	const info = file.sequence();
	file.end();
	info.integer();
	const kind = info.sequence().oid();
	const inner = new DerReader(info.octets());
	if (kind !== ED25519) throw new OtherKind('has a key that is not Ed25519');
	const seed = inner.octets();
	inner.end();
	if (seed.length !== SEED_BYTES) throw new Malformed('is damaged');
	return seed;
}

/** PROTOCOL.key of OpenSSH. With a passphrase it is not opened at all, however many rounds it asks for. */
function ofOpenSsh(path: string, { base64 }: PemBlock): Buffer {
	const reader = new WireReader(fromBase64(base64));
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
	return both.subarray(0, SEED_BYTES);
}

function said(path: string, error: unknown): unknown {
	if (error instanceof Malformed) return unusable(path, error.message);
	if (error instanceof WrongPassphrase) return locked(path, 'does not open with this passphrase');
	if (error instanceof UnknownEncryption) {
		return new DataFlareError('invalid_input', `${path} is encrypted in a way that is not read here.`, {
			hint: `Encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW.`,
			details: because('private_key_encryption', { path }),
		});
	}
	if (error instanceof TooManyRounds) {
		const { rounds, max } = error;
		return new DataFlareError(
			'invalid_input',
			`Opening ${path} would take ${rounds} rounds of its passphrase, and at most ${max} are done here.`,
			{
				hint: 'Encrypt it anew with fewer: openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in KEY -out NEW.',
				details: because('private_key_rounds', { path, rounds, max }),
			},
		);
	}
	return error;
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
