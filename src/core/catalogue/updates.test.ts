import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BareRegistry } from '../../../test/support/scratch/bare-registry.ts';
import { openPackageSource, type PackageSource } from '../../../test/support/scratch/package-source.ts';
import type { PackageIndex } from '../../shared/api/package-index.ts';
import { newPrivateKey } from '../registry/signing/private-key.ts';
import { type ApplyDeps, applyUpdate } from './apply-update.ts';
import { openSource } from './open-source.ts';
import { searchSource } from './search-source.ts';
import { writeIndex } from './write-index.ts';

let place: PackageSource;
let packages: string;
let bare: BareRegistry;
let deps: ApplyDeps;
beforeEach(async () => {
	place = await openPackageSource();
	({ packages, bare, deps } = place);
});
afterEach(() => place.close());

const pack: PackageSource['pack'] = (...given) => place.pack(...given);
const installed: PackageSource['installed'] = (...given) => place.installed(...given);
const found: PackageSource['found'] = (...given) => place.found(...given);
const label = () => place.label();
const author = { author: 'me', note: '' };
/** Nothing of a fetched package stays. */
const nothingLeft = () =>
	expect(existsSync(join(bare.dataDir, 'updates')) ? readdirSync(join(bare.dataDir, 'updates')) : []).toEqual([]);

describe('what a source has for an installed plugin', () => {
	it('is the newest version, with the notes of each in between, and nothing older', async () => {
		await installed('1.0.0');
		for (const version of ['0.9.0', '1.0.0', '1.1.0', '1.10.0', '1.2.0', '1.11.0-rc.1']) await pack(version);
		const update = await found();
		expect(update).toMatchObject({ from: '1.0.0', state: 'available', to: { version: '1.10.0' }, review: [] });
		expect(update.between.map(({ version, notes }) => [version, notes])).toEqual([
			['1.10.0', 'Notes on 1.10.0.'],
			['1.2.0', 'Notes on 1.2.0.'],
			['1.1.0', 'Notes on 1.1.0.'],
		]);
	});

	it('is nothing where there is nothing newer, or no such plugin', async () => {
		await installed('1.0.0');
		expect(await found()).toMatchObject({ state: 'unknown', to: null });
		await pack('1.0.0');
		expect(await found()).toMatchObject({ state: 'current', to: null });
	});

	it('is of the same id, whatever its name; another id under its name is another plugin', async () => {
		await installed('1.0.0', { id: 'example/tool' });
		await pack('1.1.0', { id: 'example/other' });
		expect(await found()).toMatchObject({ state: 'unknown' });
	});

	it('is the newest that is for this program; with none, it says why with both versions', async () => {
		await installed('1.0.0');
		await pack('1.2.0', { host: '>=99' });
		expect(await found()).toMatchObject({
			state: 'blocked',
			to: { version: '1.2.0' },
			blocked: { details: { wanted: '>=99', program: '2.0.0' } },
		});
		await pack('1.1.0');
		expect(await found()).toMatchObject({
			state: 'available',
			to: { version: '1.1.0' },
			blocked: { code: 'plugin_load' },
		});
		await expect(
			applyUpdate(deps, await openSource(packages), { name: 'tool', version: '1.2.0', ...author }),
		).rejects.toMatchObject({
			details: { reason: 'host_unsuitable' },
		});
	});

	it.each([
		[
			'asks for more',
			{ security_policy: { allow_network: true, allowed_hosts: ['api.example.com'] } },
			'1.1.0',
			['asks'],
		],
		['is a major version', {}, '2.0.0', ['major']],
		['is an older one that was asked for', {}, '0.9.0', ['older', 'major']],
	] as const)('wants a review where it %s', async (_, manifest, version, review) => {
		await installed('1.0.0');
		await pack(version, manifest);
		const update = await found(version);
		expect([...update.review].sort()).toEqual([...review].sort());
		const asked = { name: 'tool', version, ...author };
		await expect(applyUpdate(deps, await openSource(packages), asked)).rejects.toMatchObject({
			code: 'conflict',
			details: { reason: 'update_unreviewed' },
		});
		expect(label()).toBe('1.0.0');
		await applyUpdate(deps, await openSource(packages), { ...asked, reviewed: update.to?.sha256 });
		expect(label()).toBe(version);
		expect(bare.store.grants.inForce('tool')?.policy.allow_network).toBe(false);
		nothingLeft();
	});

	it('wants a review where another key signed it than the one before, or none did', async () => {
		const [one, other] = [newPrivateKey(undefined), newPrivateKey(undefined)];
		await installed('1.0.0', {}, one);
		await pack('1.0.1', {}, { key: one });
		expect((await found()).review).toEqual([]);
		await pack('1.1.0', {}, { key: other });
		await pack('1.2.0');
		const update = await found('1.1.0');
		expect(update).toMatchObject({
			review: ['signer'],
			pinned: one.key.fingerprint,
			to: { signer: other.key.fingerprint },
		});
		expect(await found('1.2.0')).toMatchObject({ review: ['signer'], to: { signer: null } });
		await expect(
			applyUpdate(deps, await openSource(packages), { name: 'tool', version: '1.2.0', ...author }),
		).rejects.toMatchObject({
			details: { reason: 'update_unreviewed' },
		});
		await applyUpdate(deps, await openSource(packages), {
			name: 'tool',
			version: '1.1.0',
			reviewed: update.to?.sha256,
			...author,
		});
		expect(bare.registry.require('tool')).toMatchObject({ state: 'ready', pinned: other.key.fingerprint });
	});

	it('wants a review where the plugin is disabled: an update makes it ready', async () => {
		await installed('1.0.0');
		await bare.registry.disable('tool');
		await pack('1.1.0');
		expect((await found()).review).toEqual(['state']);
	});
});

describe('an update', () => {
	it('that asks for nothing new is installed as it is, and keeps the grant', async () => {
		const policy = { security_policy: { allow_network: true, allowed_hosts: ['api.example.com'] } };
		await installed('1.0.0', policy);
		await pack('1.1.0', policy);
		expect((await found()).review).toEqual([]);
		const record = await applyUpdate(deps, await openSource(packages), { name: 'tool', ...author });
		expect(record).toMatchObject({ state: 'ready', current: { label: '1.1.0' } });
		expect(bare.store.grants.inForce('tool')?.policy.allow_network).toBe(false);
		nothingLeft();
	});

	it('is not installed where the package is another one than its index says', async () => {
		await installed('1.0.0');
		const path = await pack('1.1.0');
		const { path: indexFile } = await writeIndex(packages, undefined);
		const index = JSON.parse(readFileSync(indexFile, 'utf8')) as PackageIndex;
		const [version] = index.plugins[0]?.versions ?? [];
		const bytes = readFileSync(path);
		const lies: readonly (readonly [object, string])[] = [
			[{ sha256: '0'.repeat(64) }, 'SHA-256'],
			[{ size: bytes.length - 1 }, 'bytes'],
			[{ size: bytes.length + 1 }, 'bytes'],
			[{ type: 'filter' }, '"type"'],
			[{ version: '1.1.1' }, '"version"'],
			[{ abi_version: 1 }, '"abi_version"'],
			[{ asks: { ...version?.asks, max_memory: 2 ** 20 } }, '"asks"'],
		];
		for (const [lie, says] of lies) {
			writeFileSync(indexFile, JSON.stringify({ plugins: [{ name: 'tool', versions: [{ ...version, ...lie }] }] }));
			const reviewed = (await found(null, indexFile)).to?.sha256;
			const refused = applyUpdate(deps, await openSource(indexFile), { name: 'tool', reviewed, ...author });
			await expect(refused).rejects.toMatchObject({
				code: 'plugin_load',
				message: expect.stringContaining(says),
				details: { reason: 'package_differs' },
			});
			nothingLeft();
		}
		expect(label()).toBe('1.0.0');
	});

	it('is not installed where it is another package than the one that was reviewed', async () => {
		await installed('1.0.0');
		await pack('1.1.0');
		const refused = applyUpdate(deps, await openSource(packages), {
			name: 'tool',
			reviewed: '0'.repeat(64),
			...author,
		});
		await expect(refused).rejects.toMatchObject({ code: 'conflict', details: { reason: 'changed_since' } });
		expect(label()).toBe('1.0.0');
	});
});

describe('an index at an address', () => {
	let server: Server;
	let base: string;
	const answers = new Map<
		string,
		(path: string) => { readonly status: number; readonly body: Buffer; readonly location?: string }
	>();
	beforeEach(async () => {
		answers.clear();
		server = createServer((request, response) => {
			const path = request.url ?? '';
			const { status, body, location } = answers.get(path)?.(path) ?? { status: 404, body: Buffer.alloc(0) };
			response.writeHead(status, location === undefined ? {} : { location });
			response.end(body);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterEach(
		() =>
			new Promise<void>((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	);

	it('is read, and its packages are fetched from beside it', async () => {
		await installed('1.0.0');
		const path = await pack('1.1.0');
		const { path: indexFile } = await writeIndex(packages, undefined);
		answers.set('/p/index.json', () => ({ status: 200, body: readFileSync(indexFile) }));
		answers.set('/p/tool-1.1.0.dfplugin', () => ({ status: 302, body: Buffer.alloc(0), location: '/elsewhere' }));
		answers.set('/elsewhere', () => ({ status: 200, body: readFileSync(path) }));
		const said = `${base}/p/index.json`;
		expect(await found(null, said)).toMatchObject({ state: 'available', to: { version: '1.1.0' } });
		await applyUpdate(deps, await openSource(said), { name: 'tool', ...author });
		expect(label()).toBe('1.1.0');
		nothingLeft();
	});

	it('is refused where it is too large, missing, no index, or leads away', async () => {
		answers.set('/large', () => ({ status: 200, body: Buffer.alloc(4 * 1024 * 1024 + 1, ' ') }));
		answers.set('/text', () => ({ status: 200, body: Buffer.from('<html>') }));
		answers.set('/round', (path) => ({ status: 302, body: Buffer.alloc(0), location: path }));
		answers.set('/away', () => ({ status: 302, body: Buffer.alloc(0), location: 'http://192.0.2.1/' }));
		answers.set('/file', () => ({ status: 302, body: Buffer.alloc(0), location: 'file:///etc/passwd' }));
		for (const [path, reason] of [
			['/large', 'download_failed'],
			['/missing', 'download_failed'],
			['/text', 'index_invalid'],
			['/round', 'download_failed'],
			['/away', 'download_failed'],
			['/file', 'download_failed'],
		]) {
			await expect(openSource(`${base}${path}`)).rejects.toMatchObject({ details: { reason } });
		}
	});

	it.each([
		'http://example.com/index.json',
		'file:///etc/passwd',
		'ftp://example.com/',
		'https://me:word@example.com/',
		'https://',
	])('is not asked at %s', async (address) => {
		await expect(openSource(address)).rejects.toMatchObject({
			code: 'invalid_input',
			details: { reason: 'source_unusable' },
		});
	});
});

describe('an index of a folder', () => {
	it('is the same each time, names each package by size and hash, and leaves out what cannot be used', async () => {
		const path = await pack('1.1.0');
		await pack('1.2.0');
		writeFileSync(join(packages, 'twin.dfplugin'), readFileSync(path));
		writeFileSync(join(packages, 'broken.dfplugin'), 'no zip');
		mkdirSync(join(packages, 'folder.dfplugin'));
		const answer = await writeIndex(packages, undefined);
		expect(answer).toMatchObject({ plugins: 1, versions: 2 });
		expect(answer.skipped.map(({ file }) => file)).toEqual(['broken.dfplugin', 'folder.dfplugin', 'twin.dfplugin']);
		const first = readFileSync(answer.path);
		await writeIndex(packages, undefined);
		expect(readFileSync(answer.path).equals(first)).toBe(true);
		const { plugins } = JSON.parse(first.toString()) as PackageIndex;
		expect(plugins[0]?.versions.map(({ version }) => version)).toEqual(['1.2.0', '1.1.0']);
		const bytes = readFileSync(path);
		expect(plugins[0]?.versions[1]).toMatchObject({
			file: 'tool-1.1.0.dfplugin',
			size: bytes.length,
			sha256: createHash('sha256').update(bytes).digest('hex'),
			notes: 'Notes on 1.1.0.',
		});
	});

	it('is searched by every word, in what plugins say and in what they reach', async () => {
		await pack('1.1.0', {
			metadata: { description: 'Looks up places' },
			security_policy: { allow_network: true, allowed_hosts: ['api.example.com'] },
		});
		const source = await openSource(packages);
		for (const text of ['', 'TOOL', 'places looks', 'api.example', 'processor']) {
			expect(searchSource(deps, source, text)).toMatchObject([
				{ name: 'tool', newest: { version: '1.1.0' }, installed: null },
			]);
		}
		expect(searchSource(deps, source, 'places elsewhere')).toEqual([]);
	});
});
