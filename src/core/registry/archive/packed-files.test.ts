import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RawEntry, rawPackage, rawZip } from '../../../../test/support/values/raw-zip.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { PackedFiles, unpackFiles } from './packed-files.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-archive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function opened(bytes: Buffer): Promise<PackedFiles> {
	const path = join(folder, 'a.dfplugin');
	writeFileSync(path, bytes);
	return PackedFiles.open(path);
}

/** Reads all that there is; what is refused is refused by then. */
async function whole(bytes: Buffer): Promise<readonly string[]> {
	const files = await opened(bytes);
	try {
		await files.verify();
		return files.names;
	} finally {
		await files.close();
	}
}

const manifest: RawEntry = { name: 'plugin.json', content: '{"name":"a"}' };
const LINK = 0o120_777;

describe('a package that no honest tool packs is refused, whatever it names:', () => {
	it.each<readonly [why: string, entry: RawEntry, says: RegExp]>([
		['a parent folder', { name: '../evil' }, /leads out/],
		['a parent folder further in', { name: 'a/../../evil' }, /evil/],
		['the folder itself', { name: 'a/./b' }, /leads out/],
		['an absolute path', { name: '/etc/passwd' }, /absolute/],
		['a drive', { name: 'C:/evil' }, /absolute/],
		['a drive’s own folder', { name: 'c:evil' }, /absolute/],
		['a backslash', { name: 'a\\..\\evil' }, /characters/],
		['letters in no encoding that is said', { name: Buffer.from('\u00e9'), flags: 0 }, /not marked as UTF-8/],
		['letters in another encoding', { name: Buffer.from('e9', 'hex') }, /not valid UTF-8/],
		['a stream of another file', { name: 'plugin.json:evil' }, /characters/],
		['a device', { name: 'NUL' }, /device on Windows/],
		['a device with an ending', { name: 'samples/com1.txt' }, /device on Windows/],
		['a device with a small digit', { name: 'lpt².json' }, /device on Windows/],
		['a dot at the end', { name: 'evil./x' }, /dot or a blank/],
		['a blank at the end', { name: 'evil ' }, /dot or a blank/],
		['a control character', { name: 'a\u001b[2Jb' }, /characters/],
		['a line feed', { name: 'a\nb' }, /characters/],
		['nothing between slashes', { name: 'a//b' }, /empty part/],
		['a hidden file', { name: '.bashrc' }, /begins with a dot/],
		['a file in a hidden folder', { name: '.git/config' }, /begins with a dot/],
		['what a build left', { name: 'node_modules/x/index.js' }, /belongs to a build/],
		['the manifest in capitals', { name: 'PLUGIN.JSON' }, /in the way of "plugin\.json"/],
		['the manifest in wide letters', { name: 'ｐlugin.json' }, /in the way of "plugin\.json"/],
		['the manifest twice', { name: 'plugin.json', content: 'x' }, /in the way of "plugin\.json"/],
		['a folder where the manifest is', { name: 'plugin.json/x' }, /in the way of "plugin\.json"/],
		['a name of a thousand letters', { name: `${'n'.repeat(1_000)}` }, /longer than 512/],
		['a folder that is too deep', { name: `${'d/'.repeat(20)}x` }, /folders deep/],
		['a link', { name: 'link', content: '/etc/passwd', mode: LINK }, /is a link/],
		['a link in the place of a folder', { name: 'samples/', mode: LINK }, /is a link/],
		['a device file', { name: 'zero', mode: 0o020_666 }, /special file/],
		['a pipe', { name: 'pipe', mode: 0o010_666 }, /special file/],
		['an encrypted file', { name: 'x', content: 'abc', flags: 0x0801 }, /encrypted/],
		['a compression that is not read', { name: 'x', content: 'abc', method: 14 }, /not supported \(method 14\)/],
		['a file that is called otherwise in its place', { name: 'x', localName: 'y' }, /called otherwise/],
		['a bomb', { name: 'x', content: Buffer.alloc(8 * 1024 * 1024) }, /500 times/],
		['a giant', { name: 'x', content: 'abc', size: 0xffff_fffe }, /too large/],
		['the bytes of another file', { name: 'x', content: '{"name":"a"}', at: 0 }, /shares its bytes|called otherwise/],
	])('%s', async (_why, entry, says) => {
		await expect(whole(rawPackage([manifest, entry]))).rejects.toMatchObject({
			code: 'plugin_load',
			message: expect.stringMatching(says),
			hint: expect.stringMatching(/./),
			details: { reason: expect.stringMatching(/^package_(entry|too_large)$/) },
		});
	});

	it('two folders that differ in capitals alone', async () => {
		const both = [manifest, { name: 'samples/a' }, { name: 'Samples/b' }];
		await expect(whole(rawPackage(both))).rejects.toMatchObject({ message: expect.stringMatching(/in the way/) });
	});

	it('a table of contents that is all extra fields, which is not read to its end', async () => {
		const extra = Buffer.alloc(60_000);
		for (let at = 0; at < extra.length; at += 4) extra.writeUInt16LE(0x9999, at);
		const many = Array.from({ length: 900 }, (_, index) => ({ name: `f${index}`, extra }));
		const before = process.memoryUsage().heapUsed;
		await expect(whole(rawPackage(many))).rejects.toMatchObject({ details: { reason: 'package_too_large' } });
		// All fields of it are 13 million objects.
		expect(process.memoryUsage().heapUsed - before).toBeLessThan(400 * 1024 * 1024);
	});

	it('more files than a plugin has', async () => {
		const many = Array.from({ length: 1_100 }, (_, index) => ({ name: `f${index}` }));
		await expect(whole(rawPackage(many))).rejects.toMatchObject({ details: { reason: 'package_too_large' } });
	});
});

describe('a package’s list of hashes', () => {
	const listed = (list: string): Buffer => rawZip([{ name: 'SHA256SUMS', content: list }, manifest]);
	const hash = '5a5b3b2d0bde3d9b1ee3fae3d7a08f7ef55b9fc8dc1bdef15d1e7d3c4a0d6b1c';

	it.each([
		['is missing', rawZip([manifest]), /has no list of hashes/],
		['is of another form', listed('nonsense'), /line 1 of SHA256SUMS/],
		['is empty', listed(''), /line 1 of SHA256SUMS/],
		['lists a file twice', listed(`${hash}  plugin.json\n${hash}  plugin.json\n`), /twice/],
		['leaves a file out', listed(`${hash}  other\n`), /"plugin\.json" is not in its list/],
		['lists what is not there', listed(`${hash}  plugin.json\n${hash}  other\n`), /"other" is in its list/],
		['lists itself', listed(`${hash}  plugin.json\n${hash}  SHA256SUMS\n`), /"SHA256SUMS" is in its list/],
	])('that %s refuses it', async (_how, bytes, says) => {
		await expect(whole(bytes)).rejects.toMatchObject({
			code: 'plugin_load',
			message: expect.stringMatching(says),
			details: { reason: 'package_unlisted' },
		});
	});

	it('that another file was packed with names the file', async () => {
		await expect(whole(listed(`${hash}  plugin.json\n`))).rejects.toMatchObject({
			message: expect.stringMatching(/"plugin\.json" was changed after it was packed/),
			details: { reason: 'package_modified', entry: 'plugin.json' },
		});
	});
});

describe('unpacking', () => {
	const files: readonly RawEntry[] = [
		manifest,
		{ name: 'samples/', mode: 0o040_755 },
		{ name: 'samples/é.txt', content: 'ok' },
	];

	it('gives the files and the list, and leaves those alone that are there', async () => {
		const packed = await opened(rawPackage(files));
		await packed.close();
		const target = join(folder, 'out');
		mkdirSync(target);
		writeFileSync(join(target, 'plugin.json'), 'ours');
		await unpackFiles(packed.packed, target);
		expect(readdirSync(target).sort()).toEqual(['SHA256SUMS', 'plugin.json', 'samples']);
		expect(readFileSync(join(target, 'samples/é.txt'), 'utf8')).toBe('ok');
		expect(readFileSync(join(target, 'plugin.json'), 'utf8')).toBe('ours');
	});

	it('refuses another package than the one that was looked at', async () => {
		const packed = await opened(rawPackage(files));
		await packed.close();
		writeFileSync(packed.packed.path, rawPackage([manifest]));
		const target = join(folder, 'out');
		mkdirSync(target);
		await expect(unpackFiles(packed.packed, target)).rejects.toMatchObject({ details: { reason: 'changed_since' } });
		expect(readdirSync(target)).toEqual([]);
	});
});

describe('a damaged package', () => {
	it.each([
		['more', 3],
		['less', 9],
	])('of which a file becomes %s than it says is refused', async (_what, size) => {
		await expect(whole(rawPackage([manifest, { name: 'x', content: 'abcdef', size }]))).rejects.toMatchObject({
			code: 'plugin_load',
			details: { reason: 'package_damaged' },
		});
	});

	const good = rawPackage([
		manifest,
		{ name: 'a.wasm', content: Buffer.from([...Array(600).keys()].map((n) => n % 251)) },
	]);

	it('cut anywhere is refused with a sentence', async () => {
		for (let length = 0; length < good.length; length += 7) {
			await expect(whole(good.subarray(0, length))).rejects.toMatchObject({
				code: 'plugin_load',
				message: expect.stringMatching(/a\.dfplugin/),
			});
		}
	});

	it('holds, wherever its bytes were changed, what was packed or is refused', async () => {
		const names = await whole(good);
		const change = fc.record({ at: fc.nat(good.length - 1), to: fc.integer({ min: 0, max: 255 }) });
		await fc.assert(
			fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
				const bytes = Buffer.from(good);
				for (const { at, to } of changes) bytes[at] = to;
				const found = await whole(bytes).catch((error: unknown) => error);
				if (found instanceof Error) {
					expect(found).toBeInstanceOf(DataFlareError);
					expect((found as DataFlareError).code).toBe('plugin_load');
				} else expect(found).toEqual(names);
			}),
			{ numRuns: 400 },
		);
	});
});
