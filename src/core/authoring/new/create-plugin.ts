import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { CreatedPlugin } from '../../../shared/plugin/authoring/authoring.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { temporaryName } from '../../files/temporary-files.ts';
import { lstat, mkdir, open, readdir, readFile, rename, rm, rmdir } from '../../files/user-files.ts';
import { languageLayouts } from './languages.ts';
import type { NewFiles, NewPlugin } from './new-plugin.ts';
import { papersOf } from './papers.ts';

/**
 * Makes the folder of a new plugin, which appears whole or not at all. `resourcesDir`: of the program. Rejects with
 * `conflict` where something is there already.
 */
export async function createPlugin(
	resourcesDir: string | null,
	{ folder: where, ...plugin }: NewPlugin & { readonly folder: string },
): Promise<CreatedPlugin> {
	const folder = resolve(where);
	await refuseOccupied(folder);
	const files = await filesOf(resourcesDir, plugin);
	const beside = join(dirname(folder), temporaryName());
	try {
		makeFolders(dirname(folder));
		await writeAll(beside, files);
		// An empty folder is taken over; where it was filled meanwhile, this rejects.
		await rmdir(folder).catch((error: unknown) => {
			if (codeOf(error) !== 'ENOENT') throw error;
		});
		await rename(beside, folder);
	} catch (error) {
		await rm(beside, { recursive: true, force: true }).catch(() => undefined);
		if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') throw occupied(folder);
		const system = String(codeOf(error));
		throw new DataFlareError('storage', `${folder} could not be created (${system}).`, {
			details: because('not_writable', { path: folder, system }),
			hint: 'Check the folder’s permissions and the disk, then try again.',
			cause: error,
		});
	}
	return { folder, files: [...files.keys()].sort() };
}

async function refuseOccupied(folder: string): Promise<void> {
	const facts = await lstat(folder).catch(() => null);
	if (facts === null) return;
	const isFree = facts.isDirectory() && (await readdir(folder).catch(() => ['?'])).length === 0;
	if (!isFree) throw occupied(folder);
}

function occupied(folder: string): DataFlareError {
	return new DataFlareError('conflict', `${folder} is not empty.`, {
		details: because('folder_not_empty', { path: folder }),
		hint: 'Name a folder that does not exist yet, or an empty one.',
	});
}

async function filesOf(resourcesDir: string | null, plugin: NewPlugin): Promise<NewFiles> {
	if (resourcesDir === null) throw noTemplates();
	const { source, extension, besides } = languageLayouts[plugin.language];
	const templates = join(resourcesDir, 'templates');
	const placeOf = (from: string): string =>
		from.startsWith('sdk/') ? join(resourcesDir, '..', from) : join(templates, from);
	try {
		const code = await readFile(join(templates, plugin.language, `${plugin.role}.${extension}`), 'utf8');
		const common = code.includes(COMMON)
			? await readFile(join(templates, plugin.language, `common.${extension}`), 'utf8')
			: '';
		const given = new Map<string, Uint8Array>();
		for (const [from, to, as] of besides) {
			if (as === undefined) await collect(placeOf(from), to, given);
			else given.set(to, Buffer.from(as(await readFile(placeOf(from), 'utf8'))));
		}
		const readme = await readFile(join(templates, 'readme.txt'), 'utf8');
		const needs = await readFile(join(templates, plugin.language, 'needs.txt'), 'utf8');
		return new Map<string, string | Uint8Array>([
			...papersOf(plugin, { readme, needs }),
			...given,
			[source, code.replace(`${COMMON}\n`, () => common)],
		]);
	} catch (error) {
		throw codeOf(error) === 'ENOENT' ? noTemplates(error) : error;
	}
}

/** Stands in a template where what all roles of its language share belongs. */
const COMMON = '{{common}}';

function noTemplates(cause?: unknown): DataFlareError {
	return new DataFlareError('not_found', 'This installation has no templates for new plugins.', {
		details: because('no_templates'),
		hint: 'Install the program again.',
		cause,
	});
}

/** A file, or every file below a folder. */
async function collect(from: string, to: string, into: Map<string, Uint8Array>): Promise<void> {
	if ((await lstat(from)).isFile()) {
		into.set(to, await readFile(from));
		return;
	}
	for (const name of (await readdir(from)).sort()) await collect(join(from, name), `${to}/${name}`, into);
}

async function writeAll(folder: string, files: NewFiles): Promise<void> {
	await mkdir(folder);
	const made = new Set([folder]);
	for (const [path, content] of files) {
		const file = join(folder, ...path.split('/'));
		if (!made.has(dirname(file))) await mkdir(dirname(file), { recursive: true });
		made.add(dirname(file));
		const handle = await open(file, 'wx');
		try {
			await handle.writeFile(content);
		} finally {
			await handle.close();
		}
	}
}
