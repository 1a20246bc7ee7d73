import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { newPrivateKey, readPrivateKey } from './private-key.ts';
import { keyOfRaw, parsePublicKey } from './public-key.ts';
import { NAMESPACE, signList, verifySignature } from './signature.ts';
import { Malformed, wireString } from './ssh-wire.ts';

const list = Buffer.from(`${'a'.repeat(64)}  plugin.json\n`);
const own = newPrivateKey(undefined);
const signature = signList(list, own.key, own.secret);

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-signature-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const checked = (text: Buffer | string, of: Buffer = list): string =>
	verifySignature('a.dfplugin', of, Buffer.from(text)).fingerprint;

function failureOf(work: () => unknown): DataFlareError {
	try {
		work();
	} catch (thrown) {
		if (thrown instanceof DataFlareError) return thrown;
		throw thrown;
	}
	throw new Error('it was taken');
}

interface Fields {
	readonly magic?: string;
	readonly version?: number;
	readonly key?: Buffer;
	readonly namespace?: string;
	readonly reserved?: string;
	readonly hash?: string;
	readonly type?: string;
	readonly raw?: Buffer;
	readonly behind?: string;
	/** What is signed instead. */
	readonly signedNamespace?: string;
}

/** A signature that is written field by field, so that it may say what no tool would write. */
function written(fields: Fields): string {
	const { magic = 'SSHSIG', version = 1, key = own.key.blob, namespace = NAMESPACE, reserved = '' } = fields;
	const { hash = 'sha512', type = 'ssh-ed25519', behind = '', signedNamespace = namespace } = fields;
	const digest = createHash(hash === 'sha256' ? 'sha256' : 'sha512')
		.update(list)
		.digest();
	const strings = [signedNamespace, reserved, hash, digest].map((each) => wireString(each));
	const raw = fields.raw ?? sign(null, Buffer.concat([Buffer.from('SSHSIG'), ...strings]), own.secret);
	const number = Buffer.alloc(4);
	number.writeUInt32BE(version);
	const inner = Buffer.concat([wireString(type), wireString(raw)]);
	const parts = [key, namespace, reserved, hash, inner].map((each) => wireString(each));
	return armoured(Buffer.concat([Buffer.from(magic), number, ...parts, Buffer.from(behind)]));
}

function armoured(blob: Buffer): string {
	return `-----BEGIN SSH SIGNATURE-----\n${blob.toString('base64')}\n-----END SSH SIGNATURE-----\n`;
}

const rsa = Buffer.concat([wireString('ssh-rsa'), wireString('AQAB'), wireString(randomBytes(128))]);
/** `S` of a signature with the order of the group added: the same signature, spelt another way. */
function otherSpelling(raw: Buffer): Buffer {
	const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
	const little = (bytes: Buffer): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
	const s = (little(raw.subarray(32)) + order).toString(16).padStart(64, '0');
	return Buffer.concat([raw.subarray(0, 32), Buffer.from(s, 'hex').reverse()]);
}
const validRaw = (): Buffer => {
	const digest = createHash('sha512').update(list).digest();
	const strings = [NAMESPACE, '', 'sha512', digest].map((each) => wireString(each));
	return sign(null, Buffer.concat([Buffer.from('SSHSIG'), ...strings]), own.secret);
};

describe('a signature', () => {
	it('tells whose it is, over either hash that OpenSSH offers', () => {
		expect(checked(signature)).toBe(own.key.fingerprint);
		expect(checked(written({}))).toBe(own.key.fingerprint);
		expect(checked(written({ hash: 'sha256' }))).toBe(own.key.fingerprint);
		expect(checked(signature.toString().replaceAll('\n', '\r\n'))).toBe(own.key.fingerprint);
	});

	it.each<readonly [how: string, text: () => Buffer | string, says: RegExp]>([
		['is empty', () => '', /is not an SSH signature/],
		['is text', () => 'signed, me', /is not an SSH signature/],
		['is a signature by minisign', () => 'untrusted comment: x\nRWQ=\n', /is not an SSH signature/],
		['has something before it', () => `x\n${signature}`, /is not an SSH signature/],
		['has something behind it', () => `${signature}x\n`, /is not an SSH signature/],
		['is there twice', () => `${signature}${signature}`, /is more than one/],
		['is not base64', () => signature.toString().replace(/\n(\w)/, '\n!$1'), /is not base64/],
		['is base64 that can be written otherwise', () => armoured(Buffer.from('a')).replace('YQ==', 'YR=='), /base64/],
		['holds nothing', () => armoured(Buffer.alloc(0)), /is not base64|ends too soon/],
		['ends too soon', () => armoured(Buffer.from('SSHSIG')), /ends too soon/],
		['has another beginning', () => written({ magic: 'SSHSIX' }), /is of another form/],
		['is of a later version', () => written({ version: 2 }), /is of another version/],
		['is of a key of another kind', () => written({ key: rsa }), /not Ed25519/],
		['is of a key that is cut', () => written({ key: own.key.blob.subarray(0, 40) }), /ends too soon/],
		[
			'is of a key with something behind it',
			() => written({ key: Buffer.concat([own.key.blob, list]) }),
			/behind its end/,
		],
		['was made for files', () => written({ namespace: 'file' }), /was not made for plugin@dataflare/],
		['was made for nothing', () => written({ namespace: '' }), /was not made for/],
		['says another purpose than it has', () => written({ signedNamespace: 'file' }), /is not of this SHA256SUMS/],
		['uses a weak hash', () => written({ hash: 'sha1' }), /SHA-256 and SHA-512/],
		['names another kind of signature', () => written({ type: 'ssh-rsa' }), /not of its own key/],
		['is too short', () => written({ raw: randomBytes(63) }), /another length/],
		['is spelt another way', () => written({ raw: otherSpelling(validRaw()) }), /is not of this SHA256SUMS/],
		['has something behind its fields', () => written({ behind: 'x' }), /behind its end/],
		['is by another key than it says', () => written({ key: newPrivateKey(undefined).key.blob }), /is not of this/],
	])('that %s is refused with a reason', (_how, text, says) => {
		expect(failureOf(() => checked(text()))).toMatchObject({
			code: 'plugin_load',
			message: expect.stringMatching(says),
			hint: expect.stringMatching(/./),
			details: { reason: 'signature_invalid', file: 'a.dfplugin' },
		});
	});

	it('is of no other list, whichever bit of it differs', () => {
		for (let bit = 0; bit < list.length * 8; bit++) {
			const other = Buffer.from(list);
			other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
			expect(failureOf(() => checked(signature, other)).details).toMatchObject({ reason: 'signature_invalid' });
		}
	});

	it('does not survive a change of any of its letters', () => {
		for (let at = 0; at < signature.length; at++) {
			const other = Buffer.from(signature);
			other.writeUInt8(other.readUInt8(at) ^ 1, at);
			// The last line may end in any way that a line ends.
			if (at === signature.length - 1) continue;
			expect(failureOf(() => checked(other)).code).toBe('plugin_load');
		}
	});

	it('of any bytes is refused, and nothing else happens', () => {
		const nearly = fc
			.tuple(fc.nat(signature.length - 1), fc.uint8Array({ maxLength: 8 }), fc.nat(8))
			.map(([at, noise, gone]) => Buffer.concat([signature.subarray(0, at), noise, signature.subarray(at + gone)]))
			.filter((bytes) => !bytes.equals(signature) && bytes.toString().trimEnd() !== signature.toString().trimEnd());
		const inside = fc.uint8Array({ maxLength: 300 }).map((bytes) => armoured(Buffer.from(bytes)));
		const cut = fc
			.record({
				key: fc.uint8Array({ maxLength: 60 }),
				namespace: fc.string(),
				hash: fc.string(),
				raw: fc.uint8Array(),
			})
			.map(({ key, raw, ...rest }) => written({ ...rest, key: Buffer.from(key), raw: Buffer.from(raw) }));
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.uint8Array(), nearly, inside, cut), (bytes) => {
				expect(failureOf(() => checked(Buffer.from(bytes as Buffer)))).toMatchObject({
					code: 'plugin_load',
					details: { reason: 'signature_invalid' },
				});
			}),
			{ numRuns: 500 },
		);
	});
});

describe('a key under which anybody could sign', () => {
	const one = Buffer.from(`01${'00'.repeat(31)}`, 'hex');

	it('is refused before anybody else is asked: what OpenSSL answers here, others do not', () => {
		const [base, factor] = [Buffer.from(`58${'66'.repeat(31)}`, 'hex'), one];
		const key = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), one]);
		const object = createPublicKey({ key, format: 'der', type: 'spki' });
		// By RFC 8032 alone this is a signature of every text by the key that is the neutral point.
		expect(verify(null, list, object, Buffer.concat([base, factor]))).toBe(false);
	});

	const top = (hex: string): Buffer => {
		const bytes = Buffer.from(hex, 'hex');
		bytes.writeUInt8(bytes.readUInt8(31) | 0x80, 31);
		return bytes;
	};
	const points = [
		`00${'00'.repeat(31)}`,
		`01${'00'.repeat(31)}`,
		'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
		'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
		`ec${'ff'.repeat(30)}7f`,
		`ed${'ff'.repeat(30)}7f`,
		`ee${'ff'.repeat(30)}7f`,
		`ff${'ff'.repeat(30)}7f`,
	];

	it.each(
		points.flatMap((hex) => [[hex, Buffer.from(hex, 'hex')] as const, [`${hex} with its sign`, top(hex)] as const]),
	)('is refused: %s', (_, raw) => {
		expect(() => keyOfRaw(raw)).toThrow(Malformed);
		const blob = Buffer.concat([wireString('ssh-ed25519'), wireString(raw)]);
		expect(failureOf(() => parsePublicKey(`ssh-ed25519 ${blob.toString('base64')}`)).details).toMatchObject({
			reason: 'key_malformed',
		});
		expect(failureOf(() => checked(written({ key: blob, raw: Buffer.alloc(64) }))).details).toMatchObject({
			reason: 'signature_invalid',
		});
	});
});

describe('a public key', () => {
	it('is taken as OpenSSH writes it, with a comment or without, and as PEM', () => {
		const { publicKey, fingerprint, object } = own.key;
		const pem = object.export({ type: 'spki', format: 'pem' }).toString();
		for (const text of [publicKey, `${publicKey} me@here\n`, `# mine\n\n  ${publicKey}\r\n`, pem]) {
			expect(parsePublicKey(text)).toMatchObject({ fingerprint, publicKey });
		}
	});

	it.each<readonly [string, () => string, string]>([
		['nothing', () => '', 'key_malformed'],
		['words', () => 'my key', 'key_malformed'],
		['a key of another kind', () => `ssh-rsa ${rsa.toString('base64')}`, 'key_malformed'],
		['another kind under this name', () => `ssh-ed25519 ${rsa.toString('base64')}`, 'key_malformed'],
		['two keys', () => `${own.key.publicKey}\n${own.key.publicKey}`, 'key_malformed'],
		['half a key', () => own.key.publicKey.slice(0, 60), 'key_malformed'],
		['a novel', () => `${own.key.publicKey} ${'x'.repeat(10_000)}`, 'key_malformed'],
		['another PEM', () => rsaPem(), 'key_malformed'],
		['a PEM of nothing', () => '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----', 'key_malformed'],
		['the private key', () => own.pem, 'key_private'],
		['a certificate of OpenSSH', () => own.key.publicKey.replace(/ /, '-cert-v01@openssh.com '), 'key_malformed'],
	])('that is %s is refused, and says so', (_, text, reason) => {
		expect(failureOf(() => parsePublicKey(text()))).toMatchObject({
			code: 'invalid_input',
			hint: expect.stringMatching(/./),
			details: { reason },
		});
	});

	it('of any text is refused, and nothing else happens', () => {
		const nearly = fc
			.tuple(fc.nat(own.key.publicKey.length - 1), fc.string({ minLength: 1, maxLength: 4 }))
			.map(([at, noise]) => own.key.publicKey.slice(0, at) + noise + own.key.publicKey.slice(at + noise.length));
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					nearly,
					fc.base64String().map((text) => `ssh-ed25519 ${text}`),
				),
				(text) => {
					try {
						expect(parsePublicKey(text).fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
					} catch (thrown) {
						expect(thrown).toBeInstanceOf(DataFlareError);
					}
				},
			),
			{ numRuns: 500 },
		);
	});
});

function rsaPem(): string {
	const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/** It answers an option that it does not know with its usage. */
const hasOpenSsh = spawnSync('ssh-keygen', ['-?']).error === undefined;

describe.skipIf(!hasOpenSsh)('OpenSSH', () => {
	const keygen = (...args: readonly string[]): string =>
		execFileSync('ssh-keygen', args, { cwd: folder, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });

	it('says that our signature is good, and calls our key what we call it', () => {
		writeFileSync(join(folder, 'SHA256SUMS'), list);
		writeFileSync(join(folder, 'ours.sig'), signature);
		writeFileSync(join(folder, 'ours.pub'), `${own.key.publicKey}\n`);
		writeFileSync(join(folder, 'allowed'), `me@here ${own.key.publicKey}\n`);
		const args = ['-Y', 'verify', '-f', 'allowed', '-I', 'me@here', '-n', NAMESPACE, '-s', 'ours.sig'];
		const said = execFileSync('ssh-keygen', args, { cwd: folder, input: list, encoding: 'utf8' });
		expect(said).toContain('Good "plugin@dataflare" signature for me@here');
		expect(keygen('-lf', 'ours.pub')).toContain(own.key.fingerprint);
	});

	it('makes keys and signatures that are taken here', async () => {
		keygen('-q', '-t', 'ed25519', '-N', '', '-C', 'them', '-f', 'theirs');
		const key = parsePublicKey(readFileSync(join(folder, 'theirs.pub'), 'utf8'));
		expect((await readPrivateKey({ path: join(folder, 'theirs') })).key.fingerprint).toBe(key.fingerprint);
		writeFileSync(join(folder, 'list'), list);
		keygen('-Y', 'sign', '-n', NAMESPACE, '-f', 'theirs', 'list');
		expect(checked(readFileSync(join(folder, 'list.sig')))).toBe(key.fingerprint);
		keygen('-Y', 'sign', '-n', 'file', '-f', 'theirs', 'SHA256SUMS');
		expect(failureOf(() => checked(readFileSync(join(folder, 'SHA256SUMS.sig')))).message).toContain('not made for');
	});
});
