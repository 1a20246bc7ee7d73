import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Signer } from '../../../shared/plugin/provenance.ts';
import { fromBase64, Malformed, WireReader, wireString } from './ssh-wire.ts';

/** The only kind of key that signs plugins. */
export const KEY_TYPE = 'ssh-ed25519';
/** A text that is pasted as a key, letters. */
export const MAX_KEY_TEXT = 8_192;
/** What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export interface PublicKey extends Signer {
	/** As OpenSSH writes it, not in base64. */
	readonly blob: Buffer;
	readonly object: KeyObject;
}

/** Throws `Malformed` for what is no Ed25519 key, or one under which anybody could sign. */
export function keyOfBlob(blob: Buffer): PublicKey {
	const reader = new WireReader(blob);
	const type = reader.string().toString('latin1');
	if (type !== KEY_TYPE) throw new Malformed('is of a key that is not Ed25519');
	const raw = reader.string();
	reader.end();
	return keyOfRaw(raw);
}

/** The same of the 32 bytes of the key alone. */
export function keyOfRaw(raw: Buffer): PublicKey {
	if (raw.length !== 32) throw new Malformed('is of a key of another length');
	if (isWeak(raw)) throw new Malformed('is of a key under which anybody could sign');
	const blob = Buffer.concat([wireString(KEY_TYPE), wireString(raw)]);
	return {
		blob,
		publicKey: `${KEY_TYPE} ${blob.toString('base64')}`,
		fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
		object: createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' }),
	};
}

/**
 * Points of small order, without their sign. By RFC 8032 alone, one signature is valid under such a key for a large part
 * of all texts. Which libraries refuse them differs, so none is relied on.
 */
const smallOrder: ReadonlySet<string> = new Set([
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);
/** 2^255 - 19: a key is a number below it, and whatever is not has a second spelling. */
const FIELD = Buffer.from('7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed', 'hex');

function isWeak(raw: Buffer): boolean {
	const y = Buffer.from(raw);
	y.writeUInt8(y.readUInt8(31) & 0x7f, 31);
	return smallOrder.has(y.toString('hex')) || Buffer.from(y).reverse().compare(FIELD) >= 0;
}

/**
 * The key in a text that a person pasted or that a file holds: one line as in `id_ed25519.pub`, or a PEM public key.
 * Throws `invalid_input`.
 */
export function parsePublicKey(text: string): PublicKey {
	if (/PRIVATE KEY/.test(text)) {
		throw new DataFlareError(
			'invalid_input',
			'That is a private key. It is not needed here, and nothing was kept of it.',
			{
				hint: 'Give the public key beside it: the file whose name ends with .pub.',
				details: because('key_private'),
			},
		);
	}
	try {
		if (text.length > MAX_KEY_TEXT) throw new Malformed('is too long');
		const lines = text.split('\n').map((line) => line.trim());
		const said = lines.filter((line) => line !== '' && !line.startsWith('#'));
		if (said[0] === '-----BEGIN PUBLIC KEY-----') return keyOfPem(text);
		if (said.length !== 1) throw new Malformed('is not one line');
		const [type, base64 = ''] = said[0]?.split(/\s+/) ?? [];
		if (type !== KEY_TYPE) throw new Malformed(`does not begin with ${KEY_TYPE}`);
		return keyOfBlob(fromBase64(base64));
	} catch (error) {
		if (!(error instanceof Malformed)) throw error;
		throw new DataFlareError('invalid_input', `That is not a public key for signatures: it ${error.message}.`, {
			hint: `A key is one line: ${KEY_TYPE}, then the key in base64.`,
			details: because('key_malformed'),
		});
	}
}

function keyOfPem(text: string): PublicKey {
	try {
		const der = createPublicKey(text).export({ format: 'der', type: 'spki' });
		if (der.length !== SPKI.length + 32 || !der.subarray(0, SPKI.length).equals(SPKI)) {
			throw new Malformed('is of a key that is not Ed25519');
		}
		return keyOfRaw(der.subarray(SPKI.length));
	} catch (error) {
		throw error instanceof Malformed ? error : new Malformed('is a PEM block that cannot be read');
	}
}
