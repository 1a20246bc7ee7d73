import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { basename } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { HASH_LIST, SIGNATURE } from '../archive/hash-list.ts';
import { KEY_TYPE, keyOfBlob, type PublicKey } from './public-key.ts';
import { fromBase64, Malformed, WireReader, wireString } from './ssh-wire.ts';

/**
 * Signatures of a plugin's list of hashes, as `ssh-keygen -Y sign -n plugin@dataflare SHA256SUMS` makes them
 * (PROTOCOL.sshsig of OpenSSH). The namespace is signed as well: what was signed for anything else is no signature here.
 */
export const NAMESPACE = 'plugin@dataflare';

const MAGIC = Buffer.from('SSHSIG');
const BEGIN = '-----BEGIN SSH SIGNATURE-----';
const END = '-----END SSH SIGNATURE-----';
/** Letters in a line, as OpenSSH writes them. */
const LINE = 70;
const hashes: ReadonlySet<string> = new Set(['sha256', 'sha512']);

/** Throws `plugin_load` for what is not one valid signature of this list. `path`: of the plugin. */
export function verifySignature(path: string, list: Uint8Array, signature: Uint8Array): PublicKey {
	try {
		return signerOfText(list, signature);
	} catch (error) {
		if (error instanceof Malformed) throw invalidSignature(path, error.message);
		throw error;
	}
}

/** `why`: what follows "it". */
export function invalidSignature(path: string, why: string): DataFlareError {
	return new DataFlareError(
		'plugin_load',
		`The signature of ${basename(path)} (${SIGNATURE}) is not valid: it ${why}.`,
		{
			hint: 'Download the plugin again, or have its author sign it again. Do not run it if it should not have changed.',
			details: because('signature_invalid', { file: basename(path) }),
		},
	);
}

function signerOfText(list: Uint8Array, signature: Uint8Array): PublicKey {
	const reader = new WireReader(unarmoured(Buffer.from(signature).toString('latin1')));
	if (!reader.take(MAGIC.length).equals(MAGIC)) throw new Malformed('is of another form');
	if (reader.uint32() !== 1) throw new Malformed('is of another version');
	const key = keyOfBlob(reader.string());
	const namespace = reader.string();
	if (!namespace.equals(Buffer.from(NAMESPACE))) throw new Malformed(`was not made for ${NAMESPACE}`);
	const reserved = reader.string();
	const algorithm = reader.string().toString('latin1');
	if (!hashes.has(algorithm)) throw new Malformed('uses a hash other than SHA-256 and SHA-512');
	const inner = new WireReader(reader.string());
	reader.end();
	if (inner.string().toString('latin1') !== KEY_TYPE) throw new Malformed('is not of its own key');
	const raw = inner.string();
	inner.end();
	if (raw.length !== 64) throw new Malformed('is of another length');
	if (!verify(null, signedBytes(list, algorithm, reserved), key.object, raw)) {
		throw new Malformed(`is not of this ${HASH_LIST}`);
	}
	return key;
}

/** One block, and nothing around it. */
function unarmoured(text: string): Buffer {
	const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
	if (lines[0] !== BEGIN || lines.at(-1) !== END) throw new Malformed('is not an SSH signature');
	const body = lines.slice(1, -1);
	if (body.includes(BEGIN) || body.includes(END)) throw new Malformed('is more than one');
	return fromBase64(body.join(''));
}

function signedBytes(list: Uint8Array, algorithm: string, reserved: Uint8Array): Buffer {
	const digest = createHash(algorithm).update(list).digest();
	const fields = [NAMESPACE, reserved, algorithm, digest];
	return Buffer.concat([MAGIC, ...fields.map((field) => wireString(field))]);
}

/** The content of `SHA256SUMS.sig`. `secret` is the private key of `key`. */
export function signList(list: Uint8Array, key: PublicKey, secret: KeyObject): Buffer {
	const algorithm = 'sha512';
	const nothing = Buffer.alloc(0);
	const raw = sign(null, signedBytes(list, algorithm, nothing), secret);
	const version = Buffer.from([0, 0, 0, 1]);
	const inner = Buffer.concat([wireString(KEY_TYPE), wireString(raw)]);
	const fields = [key.blob, NAMESPACE, nothing, algorithm, inner];
	const base64 = Buffer.concat([MAGIC, version, ...fields.map((field) => wireString(field))]).toString('base64');
	const lines = base64.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
	return Buffer.from(`${[BEGIN, ...lines, END].join('\n')}\n`);
}
