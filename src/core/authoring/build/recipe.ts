import { join, resolve } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { RECIPE_FILE, type Recipe } from '../../../shared/plugin/authoring/authoring.ts';
import { readPlainFile } from '../../files/read-plain-file.ts';
import { parseManifest } from '../../registry/package/parse-manifest.ts';
import { readJson } from '../read-json.ts';

const MAX_RECIPE_BYTES = 64 * 1024;
const MAX_MANIFEST_BYTES = 1024 * 1024;

const word = z.string().min(1).max(4096);

const recipeSchema = z.strictObject({
	$schema: z.string().max(2000).optional(),
	/** Each a program and its arguments; no shell reads them. */
	steps: z.array(z.array(word).min(1).max(500)).min(1).max(20),
});

/** How a folder says that its module is made. Rejects with `not_found` or `configuration`. */
export async function readRecipe(where: string): Promise<Recipe> {
	const folder = resolve(where);
	const manifest = await manifestIn(folder);
	const file = join(folder, RECIPE_FILE);
	const details = (path: string) => because('recipe_invalid', { file: RECIPE_FILE, path });
	const read = { file, shown: RECIPE_FILE, schema: recipeSchema, maxBytes: MAX_RECIPE_BYTES, details };
	const { steps } = await readJson(read).catch((error: unknown) => {
		if (codeOf(error) !== 'ENOENT') throw error;
		throw new DataFlareError('not_found', `There is no ${RECIPE_FILE} in ${folder}.`, {
			details: because('no_recipe', { path: folder }),
			hint: `Write one with the commands that build the module, for example { "steps": [["wat2wasm", "src/plugin.wat", "-o", "${manifest.module_path}"]] }.`,
			cause: error,
		});
	});
	return { folder, steps, module: resolve(folder, manifest.module_path), plugin: manifest.name };
}

/** The manifest of a plugin's folder, whose module may not be there yet. */
async function manifestIn(folder: string): Promise<ReturnType<typeof parseManifest>['manifest']> {
	const content = await readPlainFile(join(folder, 'plugin.json'), MAX_MANIFEST_BYTES).catch((error: unknown) => {
		throw new DataFlareError('not_found', `There is no plugin.json in ${folder} (${codeOf(error)}).`, {
			details: because('no_manifest'),
			hint: 'Name the folder of a plugin.',
			cause: error,
		});
	});
	if (content instanceof Uint8Array) return parseManifest(content.toString('utf8'), 'plugin.json').manifest;
	throw new DataFlareError('configuration', `plugin.json in ${folder} is too large, or is not a file.`, {
		details: because('manifest_invalid', { file: 'plugin.json', path: '' }),
		hint: 'A manifest is a file of at most 1 MiB.',
	});
}
