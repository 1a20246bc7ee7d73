import type { ProbeOp } from '../../support/guests/probe.ts';

/**
 * `@` stands for the folder that is granted as a whole, for reading and writing. Below it, `product` is where the program
 * keeps its data, `plugins` its plugins, `app` its own files, and the guest's data folder is `home`.
 */
export interface OwnFileCase {
	readonly what: string;
	readonly op: ProbeOp;
	readonly path: string;
	/** A status, or the text that comes back; the rule is `own files` for -13. */
	readonly expected: number | string;
}

const DENIED = -13;

const everyWay = (what: string, path: string): readonly OwnFileCase[] =>
	(['read', 'list', 'write', 'append'] as const).map((op) => ({ what: `${op}s ${what}`, op, path, expected: DENIED }));

export const ownFileCases: readonly OwnFileCase[] = [
	...everyWay('the database', '@product/dataflare.db'),
	...everyWay('the log of the database', '@product/dataflare.db-wal'),
	...everyWay('the shared memory of the database', '@product/dataflare.db-shm'),
	...everyWay('a file that the program does not have yet', '@product/new'),
	...everyWay('a folder that the program does not have yet', '@product/new/folder/x'),
	...everyWay('the data folder itself', '@product'),
	...everyWay('the data folder with dots and separators', '@./home/..//product/./dataflare.db'),
	...everyWay('the data folder from its own folder on', '../product/dataflare.db'),
	...everyWay('what another plugin keeps', '@product/plugin-data/other/secret'),
	...everyWay('a stored version of a module', '@product/versions/abc.wasm'),
	...everyWay('the work folders', '@product/work-folders/1'),
	...everyWay('what was handed over for another run', '@product/scratch/upload.csv'),
	...everyWay('another plugin', '@plugins/b/b.wasm'),
	...everyWay('the plugins folder', '@plugins'),
	...everyWay('a plugin that would be new', '@plugins/new/plugin.json'),
	...everyWay('the database by a link to the file', '@links/database'),
	...everyWay('the database by a link to the folder', '@links/product/dataflare.db'),
	...everyWay('the database by a link to a folder above', '@links/above/product/dataflare.db'),
	...everyWay('the database by a hard link', '@links/hard'),
	...everyWay('another plugin’s module by a hard link', '@links/hard-module'),
	...everyWay('the built program', '@app/out/main.mjs'),
	...everyWay('the built program by a hard link', '@links/hard-program'),
	{
		what: 'changes a package that the program runs',
		op: 'write',
		path: '@app/node_modules/x/index.js',
		expected: DENIED,
	},
	{ what: 'adds a package', op: 'write', path: '@app/node_modules/y/index.js', expected: DENIED },
	{ what: 'reads a package’s data', op: 'read', path: '@app/node_modules/x/index.js', expected: 'package' },
	{
		what: 'lists the folder above, where the name shows',
		op: 'list',
		path: '@app',
		expected: '[{"name":"node_modules","type":"directory","size":0},{"name":"out","type":"directory","size":0}]',
	},
	{ what: 'reads a file beside it', op: 'read', path: '@notes.txt', expected: 'notes' },
	{ what: 'writes a file beside it', op: 'write', path: '@notes.txt', expected: '' },
	{ what: 'writes a file in a folder whose name begins alike', op: 'write', path: '@product-of-mine/x', expected: '' },
	{ what: 'reads a file of the person’s with two names', op: 'read', path: '@twin', expected: 'twin' },
];
