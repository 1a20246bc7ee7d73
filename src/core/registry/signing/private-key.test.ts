import { execFileSync, spawnSync } from 'node:child_process';
import { createCipheriv, generateKeyPairSync, pbkdf2Sync, randomBytes, scryptSync, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { MAX_ROUNDS } from './encrypted-key.ts';
import { newPrivateKey, readPrivateKey } from './private-key.ts';
import { NAMESPACE } from './signature.ts';
import { wireString } from './ssh-wire.ts';

const folder = scratchFolder();
const own = newPrivateKey(undefined);
const pkcs8 = own.secret.export({ format: 'der', type: 'pkcs8' });

const pem = (label: string, body: Uint8Array): string =>
	`-----BEGIN ${label}-----\n${Buffer.from(body).toString('base64')}\n-----END ${label}-----\n`;
const openSsh = (body: Uint8Array): string => pem('OPENSSH PRIVATE KEY', body);

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	return Buffer.concat([Buffer.from(length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff]), content]);
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const octets = (bytes: Uint8Array): Buffer => der(0x04, bytes);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
function integer(value: bigint | number): Buffer {
	const hex = value.toString(16);
	return der(0x02, Buffer.from(`00${hex.length % 2 === 1 ? '0' : ''}${hex}`, 'hex'));
}

const salt = Buffer.from('saltsalt');
const ids = {
	pbes2: '2a864886f70d01050d',
	pbes1: '2a864886f70d010503',
	pbkdf2: '2a864886f70d01050c',
	scrypt: '2b06010401da47040b',
	sha256: '2a864886f70d0209',
	aes256: '60864801650304012a',
	gcm256: '60864801650304012e',
	triple: '2a864886f70d0307',
} as const;

interface Asked {
	readonly scheme?: string;
	readonly cipher?: string;
	readonly derivation: readonly Uint8Array[];
	/** Of the passphrase `secret`. */
	readonly key?: Uint8Array;
	readonly content?: Uint8Array;
}

/** An encrypted key that asks for what is wanted of it, whether or not anybody could do that. */
function sealed({ scheme = ids.pbes2, cipher = ids.aes256, derivation, key, content = pkcs8 }: Asked): Buffer {
	const isTriple = cipher === ids.triple;
	const iv = randomBytes(isTriple ? 8 : 16);
	const encrypt = createCipheriv(isTriple ? 'des-ede3-cbc' : 'aes-256-cbc', key ?? randomBytes(isTriple ? 24 : 32), iv);
	const inside = Buffer.concat([encrypt.update(content), encrypt.final()]);
	const algorithm = sequence(oid(scheme), sequence(sequence(...derivation), sequence(oid(cipher), octets(iv))));
	return sequence(algorithm, octets(inside));
}
const pbkdf2 = (rounds: bigint | number, more: readonly Uint8Array[] = []): readonly Uint8Array[] => [
	oid(ids.pbkdf2),
	sequence(octets(salt), integer(rounds), ...more),
];
const scrypt = (N: bigint | number, r: number, p: number): readonly Uint8Array[] => [
	oid(ids.scrypt),
	sequence(octets(salt), integer(N), integer(r), integer(p)),
];
const hmacSha256 = sequence(oid(ids.sha256), Buffer.from('0500', 'hex'));
const encryptedPem = (asked: Asked): string => pem('ENCRYPTED PRIVATE KEY', sealed(asked));

const put = (text: string): string => folder.put('key.pem', text);
const read = (text: string, passphrase?: string): ReturnType<typeof readPrivateKey> =>
	readPrivateKey({ path: put(text), passphrase });

describe('a private key', () => {
	it('opens with its passphrase, and without it says so', async () => {
		const made = newPrivateKey('correct horse');
		expect(made.pem).toContain('ENCRYPTED');
		expect((await read(made.pem, 'correct horse')).key.fingerprint).toBe(made.key.fingerprint);
		for (const passphrase of [undefined, 'wrong']) {
			await expect(read(made.pem, passphrase)).rejects.toMatchObject({
				code: 'permission_denied',
				details: { reason: 'private_key_passphrase', path: join(folder.path, 'key.pem') },
			});
		}
	});

	it.each<readonly [how: string, asked: () => Asked]>([
		['many rounds', () => ({ derivation: pbkdf2(600_000), key: pbkdf2Sync('secret', salt, 600_000, 32, 'sha1') })],
		[
			'another hash and a said length',
			() => ({
				derivation: pbkdf2(2048, [integer(32), hmacSha256]),
				key: pbkdf2Sync('secret', salt, 2048, 32, 'sha256'),
			}),
		],
		[
			'the cipher of old',
			() => ({
				cipher: ids.triple,
				derivation: pbkdf2(2048, [hmacSha256]),
				key: pbkdf2Sync('secret', salt, 2048, 24, 'sha256'),
			}),
		],
		[
			'scrypt, of the most memory that is taken',
			() => ({
				derivation: scrypt(2 ** 17, 8, 1),
				key: scryptSync('secret', salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 }),
			}),
		],
	])('that is encrypted with %s is read', async (_, asked) => {
		const text = encryptedPem(asked());
		expect((await read(`Bag Attributes\n  friendlyName: mine\n${text}`, 'secret')).key.fingerprint).toBe(
			own.key.fingerprint,
		);
		await expect(read(text, 'wrong')).rejects.toMatchObject({ details: { reason: 'private_key_passphrase' } });
	});

	it.each<readonly [how: string, derivation: readonly Uint8Array[], rounds: number, max: number]>([
		['one round too many', pbkdf2(MAX_ROUNDS.pbkdf2 + 1), MAX_ROUNDS.pbkdf2 + 1, MAX_ROUNDS.pbkdf2],
		['hours of rounds', pbkdf2(4_000_000_000), 4_000_000_000, MAX_ROUNDS.pbkdf2],
		['more than a number can say', pbkdf2(2n ** 500n), Number.MAX_SAFE_INTEGER, MAX_ROUNDS.pbkdf2],
		['a table of gigabytes', scrypt(2 ** 20, 8, 1), 2 ** 23, MAX_ROUNDS.scrypt],
		['a small table many times', scrypt(2, 1, 2 ** 30), 2 ** 31, MAX_ROUNDS.scrypt],
		['blocks without end', scrypt(2n ** 60n, 2 ** 31, 2 ** 31), Number.MAX_SAFE_INTEGER, MAX_ROUNDS.scrypt],
	])('that asks for %s is not opened, with a passphrase or without', async (_, derivation, rounds, max) => {
		for (const passphrase of [undefined, 'secret']) {
			await expect(read(encryptedPem({ derivation }), passphrase)).rejects.toMatchObject({
				code: 'invalid_input',
				message: expect.stringContaining(String(rounds)),
				hint: expect.stringContaining('openssl pkcs8 -topk8'),
				details: { reason: 'private_key_rounds', rounds, max },
			});
		}
	});

	it.each<readonly [how: string, text: () => string]>([
		['in the way of the PEM of old', () => legacy('RSA PRIVATE KEY')],
		['in that way under the name of today', () => legacy('PRIVATE KEY')],
		['with a scheme of old', () => encryptedPem({ scheme: ids.pbes1, derivation: pbkdf2(1) })],
		['with another derivation', () => encryptedPem({ derivation: [oid(ids.aes256), sequence()] })],
		['with a salt that is only named', () => encryptedPem({ derivation: [oid(ids.pbkdf2), sequence(sequence())] })],
		['with another hash', () => encryptedPem({ derivation: pbkdf2(1, [sequence(oid(ids.gcm256))]) })],
		['with another cipher', () => encryptedPem({ cipher: ids.gcm256, derivation: pbkdf2(1) })],
	])('that is encrypted %s is not read, and what to do is said', async (_, text) => {
		await expect(read(text(), 'secret')).rejects.toMatchObject({
			code: 'invalid_input',
			message: expect.stringContaining('encrypted in a way that is not read here'),
			hint: expect.stringContaining('openssl pkcs8 -topk8'),
			details: { reason: 'private_key_encryption' },
		});
	});

	it.each<readonly [string, () => string]>([
		['nothing', () => ''],
		['a public key', () => own.key.publicKey],
		['a key of another kind', () => rsaPrivate('pkcs8')],
		['a key of another kind in the PEM of old', () => rsaPrivate('pkcs1')],
		['half a key', () => own.pem.slice(0, 60)],
		['two keys', () => own.pem + own.pem],
		['a key that is no base64', () => own.pem.replace('MC4C', '!!!!')],
		['a key with something behind it', () => pem('PRIVATE KEY', Buffer.concat([pkcs8, salt]))],
		['an OpenSSH key that is cut', () => openSsh(Buffer.from('openssh-key-v1\0'))],
		['an OpenSSH key of nothing', () => openSsh(Buffer.alloc(3))],
		['a novel', () => 'x'.repeat(100_000)],
		['no rounds', () => encryptedPem({ derivation: pbkdf2(0) })],
		['a table of a size that scrypt has not', () => encryptedPem({ derivation: scrypt(3, 1, 1) })],
		['a length that the cipher has not', () => encryptedPem({ derivation: pbkdf2(1, [integer(64)]) })],
	])('that is %s is refused, and says which', async (_, text) => {
		await expect(read(text(), 'secret')).rejects.toMatchObject({
			code: 'invalid_input',
			hint: expect.stringMatching(/./),
			details: { reason: 'private_key_unusable', path: join(folder.path, 'key.pem') },
		});
	});

	it('of another kind inside says so once it is open', async () => {
		const content = generateKeyPairSync('x25519').privateKey.export({ format: 'der', type: 'pkcs8' });
		const key = pbkdf2Sync('secret', salt, 1, 32, 'sha1');
		const text = encryptedPem({ derivation: pbkdf2(1), key, content });
		await expect(read(text, 'secret')).rejects.toThrow(/not Ed25519/);
	});

	it('of any bytes is a key, or is refused, and takes no longer', async () => {
		const key = pbkdf2Sync('secret', salt, 3, 32, 'sha256');
		const whole = [
			sealed({ derivation: pbkdf2(3, [integer(32), hmacSha256]), key }),
			sealed({ derivation: scrypt(4, 1, 1) }),
		];
		const bytes = fc
			.tuple(fc.constantFrom(...whole), fc.nat(200), fc.uint8Array({ maxLength: 6 }), fc.nat(6))
			.map(([of, at, noise, gone]) => Buffer.concat([of.subarray(0, at), noise, of.subarray(at + gone)]));
		const texts = fc.oneof(
			bytes.map((each) => pem('ENCRYPTED PRIVATE KEY', each)),
			bytes.map((each) => pem('PRIVATE KEY', each)),
			fc.uint8Array({ maxLength: 200 }).map((each) => pem('ENCRYPTED PRIVATE KEY', each)),
			fc.uint8Array({ maxLength: 200 }).map((each) => openSsh(each)),
			fc.string(),
		);
		// What the ciphers of these files keep secret they do not keep whole: a changed byte of the second block is another
		// seed, which nothing in the file contradicts. Its owner sees the fingerprint, which is no longer theirs.
		await fc.assert(
			fc.asyncProperty(texts, async (text) => {
				try {
					const { key, secret } = await read(text, 'secret');
					expect(verify(null, salt, key.object, sign(null, salt, secret))).toBe(true);
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(DataFlareError);
				}
			}),
			{ numRuns: 400 },
		);
	});

	it('leaves the program to others while it is opened', async () => {
		const opening = read(encryptedPem({ derivation: pbkdf2(1_000_000) }), 'secret').then(
			() => 'open',
			() => 'refused',
		);
		const from = performance.now();
		let isOver = false;
		const over = opening.then((end) => {
			isOver = true;
			return end;
		});
		let longest = 0;
		for (let last = from; !isOver; ) {
			await new Promise((resolve) => setImmediate(resolve));
			const now = performance.now();
			longest = Math.max(longest, now - last);
			last = now;
		}
		expect(await over).toBe('refused');
		expect(longest).toBeLessThan((performance.now() - from) / 2);
	});
});

describe('a key with a passphrase in OpenSSH’s own form', () => {
	it('is not opened, however many rounds it asks for', async () => {
		const rounds = Buffer.from('ffffffff', 'hex');
		const options = wireString(Buffer.concat([wireString(salt), rounds]));
		const key = Buffer.concat([
			Buffer.from('openssh-key-v1\0'),
			...[wireString('aes256-ctr'), wireString('bcrypt'), options],
			...[Buffer.from('00000001', 'hex'), wireString(own.key.blob), wireString(randomBytes(64))],
		]);
		await expect(read(openSsh(key), 'secret')).rejects.toMatchObject({
			details: { reason: 'private_key_openssh', namespace: NAMESPACE },
			hint: expect.stringContaining('ssh-keygen -Y sign'),
		});
	});

	it.skipIf(spawnSync('ssh-keygen', ['-?']).error !== undefined)('is what OpenSSH writes', async () => {
		const args = ['-q', '-t', 'ed25519', '-N', 'secret', '-f', 'closed'];
		execFileSync('ssh-keygen', args, { cwd: folder.path, stdio: 'pipe' });
		await expect(readPrivateKey({ path: join(folder.path, 'closed'), passphrase: 'secret' })).rejects.toMatchObject({
			details: { reason: 'private_key_openssh' },
		});
	});
});

describe.skipIf(spawnSync('openssl', ['version']).error !== undefined)('OpenSSL', () => {
	const openssl = (...args: readonly string[]): string =>
		execFileSync('openssl', args, { cwd: folder.path, encoding: 'utf8', stdio: 'pipe' });

	it('writes keys that are read here, by the advice that is given as well', async () => {
		folder.put('plain.pem', own.pem);
		const into = ['pkcs8', '-topk8', '-in', 'plain.pem', '-passout', 'pass:secret'];
		const ways = [
			[],
			['-scrypt'],
			['-v2', 'aes-256-cbc', '-iter', '600000'],
			['-v2', 'des3', '-v2prf', 'hmacWithSHA1'],
		];
		for (const way of ways) {
			const text = openssl(...into, ...way);
			expect((await read(text, 'secret')).key.fingerprint).toBe(own.key.fingerprint);
		}
	});
});

const legacy = (label: string): string =>
	pem(label, randomBytes(64)).replace(
		'-----\n',
		'-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,B2B0B9C0D7C5E0B5A1C6F0A1D4D5E6F7\n\n',
	);

function rsaPrivate(type: 'pkcs8' | 'pkcs1'): string {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return privateKey.export({ type, format: 'pem' }).toString();
}
