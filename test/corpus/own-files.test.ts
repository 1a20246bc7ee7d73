import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnPlaces } from '../../src/core/policy/entries/own-places.ts';
import { type Probe, startProbe } from '../support/guests/probe.ts';
import { ownFileCases } from './cases/own-files.ts';

const files = {
	'product/dataflare.db': 'database',
	'product/dataflare.db-wal': 'log',
	'product/plugin-data/other/secret': 'secret',
	'product/versions/abc.wasm': 'module',
	'product/work-folders/1': '/srv',
	'product/scratch/upload.csv': 'upload',
	'plugins/b/b.wasm': 'plugin b',
	'app/out/main.mjs': 'program',
	'app/node_modules/x/index.js': 'package',
} as const;

describe.each(['flag', 'rewrite'] as const)('a plugin that was granted everything (%s)', (memoryWay) => {
	let probe: Probe;
	let places: OwnPlaces;
	const at = (path: string): string => join(probe.root, path);
	beforeAll(async () => {
		probe = await startProbe({ ownPlaces: () => places }, memoryWay);
		places = {
			sealed: [at('product'), at('product/dataflare.db'), at('plugins'), at('app/out')],
			unwritable: [at('app/node_modules')],
			handedOver: [at('product/scratch')],
			folds: false,
			windows: false,
		};
		for (const [path, text] of Object.entries({ ...files, 'notes.txt': 'notes', 'links/x': '', twin: 'twin' })) {
			mkdirSync(dirname(at(path)), { recursive: true });
			writeFileSync(at(path), text);
		}
		symlinkSync(at('product/dataflare.db'), at('links/database'));
		symlinkSync('../product', at('links/product'));
		symlinkSync('..', at('links/above'));
		linkSync(at('product/dataflare.db'), at('links/hard'));
		linkSync(at('plugins/b/b.wasm'), at('links/hard-module'));
		linkSync(at('app/out/main.mjs'), at('links/hard-program'));
		linkSync(at('twin'), at('twin-of-it'));
		probe.grant = { allow_file_system: true, allowed_paths: [probe.root] };
	});
	afterAll(() => probe.dispose());

	it.each(ownFileCases)('$what: $expected', async ({ op, path, expected }) => {
		expect(await probe.ask(op, path.replace('@', `${probe.root}/`))).toBe(expected);
		const denied = probe.calls.at(-1)?.denied ?? null;
		expect(denied?.rule).toBe(expected === -13 ? 'own files' : undefined);
		if (denied !== null) expect(denied.reason).toContain('DataFlare');
	});

	it('changed nothing of it', () => {
		for (const [path, text] of Object.entries(files)) expect(readFileSync(at(path), 'utf8')).toBe(text);
		expect(existsSync(at('product/new'))).toBe(false);
		expect(existsSync(at('plugins/new'))).toBe(false);
	});
});
