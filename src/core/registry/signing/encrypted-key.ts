import { createDecipheriv, pbkdf2, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { DerReader } from './der.ts';
import { Malformed } from './ssh-wire.ts';

/**
 * What a passphrase may cost to try, of what the file asks for. PBKDF2's rounds: more than is recommended for any of its
 * hashes. Scrypt's `N × r × p`: 128 bytes of memory or of work each, so 128 MiB.
 */
export const MAX_ROUNDS = { pbkdf2: 2_000_000, scrypt: 2 ** 20 } as const;

/** Opening the key would take more than is done here. */
export class TooManyRounds extends Error {
	readonly rounds: number;
	readonly max: number;

	constructor(rounds: number, max: number) {
		super(`${rounds} rounds, of ${max}`);
		this.rounds = rounds;
		this.max = max;
	}
}

/** A key is encrypted in a way that is not read here. */
export class UnknownEncryption extends Error {}

/** The passphrase is not the key's. */
export class WrongPassphrase extends Error {}

interface Cipher {
	readonly name: string;
	/** bytes, as for `ivBytes` */
	readonly keyBytes: number;
	readonly ivBytes: number;
}

type Derivation =
	| { readonly kind: 'pbkdf2'; readonly salt: Buffer; readonly rounds: number; readonly hash: string }
	| { readonly kind: 'scrypt'; readonly salt: Buffer; readonly N: number; readonly r: number; readonly p: number };

export interface EncryptedKey {
	readonly derivation: Derivation;
	readonly cipher: Cipher;
	readonly iv: Buffer;
	readonly content: Buffer;
}

/** 1.2.840.113549.1.5.13 */
const PBES2 = '2a864886f70d01050d';
/** 1.2.840.113549.1.5.12 */
const PBKDF2 = '2a864886f70d01050c';
/** 1.3.6.1.4.1.11591.4.11 */
const SCRYPT = '2b06010401da47040b';

/** 1.2.840.113549.2.7 to 11: HMAC with … */
const hashes: ReadonlyMap<string, string> = new Map([
	['2a864886f70d0207', 'sha1'],
	['2a864886f70d0208', 'sha224'],
	['2a864886f70d0209', 'sha256'],
	['2a864886f70d020a', 'sha384'],
	['2a864886f70d020b', 'sha512'],
]);

/** 2.16.840.1.101.3.4.1.2, 22 and 42, and 1.2.840.113549.3.7. */
const ciphers: ReadonlyMap<string, Cipher> = new Map([
	['608648016503040102', { name: 'aes-128-cbc', keyBytes: 16, ivBytes: 16 }],
	['608648016503040116', { name: 'aes-192-cbc', keyBytes: 24, ivBytes: 16 }],
	['60864801650304012a', { name: 'aes-256-cbc', keyBytes: 32, ivBytes: 16 }],
	['2a864886f70d0307', { name: 'des-ede3-cbc', keyBytes: 24, ivBytes: 8 }],
]);

/**
 * What an EncryptedPrivateKeyInfo (RFC 5958, RFC 8018, RFC 7914) says of itself; nothing is derived. Throws `Malformed`,
 * `UnknownEncryption` or `TooManyRounds`.
 */
export function parseEncryptedKey(der: Buffer): EncryptedKey {
	const file = new DerReader(der);
	const outer = file.sequence();
	file.end();
	const algorithm = outer.sequence();
	const content = outer.octets();
	outer.end();
	if (algorithm.oid() !== PBES2) throw new UnknownEncryption();
	const scheme = algorithm.sequence();
	algorithm.end();
	const derivation = scheme.sequence();
	const encryption = scheme.sequence();
	scheme.end();
	const cipher = ciphers.get(encryption.oid());
	if (cipher === undefined) throw new UnknownEncryption();
	const iv = encryption.octets();
	encryption.end();
	if (iv.length !== cipher.ivBytes) throw new Malformed('is damaged');
	return { derivation: derivationOf(derivation, cipher), cipher, iv, content };
}

function derivationOf(reader: DerReader, cipher: Cipher): Derivation {
	const kind = reader.oid();
	if (kind !== PBKDF2 && kind !== SCRYPT) throw new UnknownEncryption();
	const given = reader.sequence();
	reader.end();
	// A salt that is named instead of given is foreseen there, and used by nothing.
	if (!given.has('octets')) throw new UnknownEncryption();
	const salt = given.octets();
	const counts = kind === PBKDF2 ? [given.integer()] : [given.integer(), given.integer(), given.integer()];
	if (counts.includes(0)) throw new Malformed('is damaged');
	if (given.has('integer') && given.integer() !== cipher.keyBytes) throw new Malformed('is damaged');
	const max = kind === PBKDF2 ? MAX_ROUNDS.pbkdf2 : MAX_ROUNDS.scrypt;
	const rounds = Math.min(
		counts.reduce((product, each) => product * each, 1),
		Number.MAX_SAFE_INTEGER,
	);
	if (rounds > max) throw new TooManyRounds(rounds, max);
	if (kind === PBKDF2) {
		const hash = hashOf(given);
		given.end();
		return { kind: 'pbkdf2', salt, rounds, hash };
	}
	given.end();
	const [N = 1, r = 1, p = 1] = counts;
	return { kind: 'scrypt', salt, N, r, p };
}

function hashOf(given: DerReader): string {
	if (given.isAtEnd) return 'sha1';
	const hash = hashes.get(given.sequence().oid());
	if (hash === undefined) throw new UnknownEncryption();
	return hash;
}

/** The PrivateKeyInfo inside, derived by a thread of Node's own. Rejects with `WrongPassphrase` or `Malformed`. */
export async function decrypted(key: EncryptedKey, passphrase: string): Promise<Buffer> {
	const secret = await derived(key, passphrase);
	try {
		const decipher = createDecipheriv(key.cipher.name, secret, key.iv);
		return Buffer.concat([decipher.update(key.content), decipher.final()]);
	} catch {
		throw new WrongPassphrase();
	}
}

async function derived({ derivation, cipher }: EncryptedKey, passphrase: string): Promise<Buffer> {
	const { salt } = derivation;
	if (derivation.kind === 'pbkdf2') {
		return promisify(pbkdf2)(passphrase, salt, derivation.rounds, cipher.keyBytes, derivation.hash);
	}
	const { N, r, p } = derivation;
	// Beside the table: a block for each of `p`, and two to work in.
	const maxmem = 128 * r * (N + p + 2);
	return new Promise((resolve, reject) => {
		try {
			scrypt(passphrase, salt, cipher.keyBytes, { N, r, p, maxmem }, (error, found) => {
				if (error === null) resolve(found);
				else reject(new Malformed('is damaged'));
			});
		} catch {
			// An `N` that is no power of two, or larger than `r` allows.
			reject(new Malformed('is damaged'));
		}
	});
}
