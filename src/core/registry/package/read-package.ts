import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { describeRefused } from '../../../shared/plugin/module/refused-module.ts';
import { PACKAGE_EXTENSION } from '../../../shared/plugin/packing.ts';
import type { ModuleAnalysis } from '../../../shared/plugin/plugin-record.ts';
import { unlistedProvenance } from '../../../shared/plugin/provenance.ts';
import { MAX_MANIFEST_BYTES, MAX_MODULE_BYTES } from '../../../shared/policy/limits.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { readPlainFile, type Unfit } from '../../files/read-plain-file.ts';
import { realpath, stat } from '../../files/user-files.ts';
import type { PluginPackage } from '../registry.ts';
import { contains } from './contains.ts';
import { isExtismManifest, readExtismManifest } from './extism-manifest.ts';
import { provenanceOfFolder } from './folder-provenance.ts';
import { inferManifest } from './infer-manifest.ts';
import { identityOf } from './known-files.ts';
import { hintFor, isMomentary } from './momentary.ts';
import { readReadme } from './package-files.ts';
import { manifestTextOf, type PackageReading, refuseOtherHash } from './package-reading.ts';
import { parseManifest, refuseFlaws } from './parse-manifest.ts';
import { readPacked } from './read-packed.ts';
import { HeldFolder } from './walk/held-folder.ts';

/**
 * Reads a plugin from a folder with `plugin.json`, from that file itself, from a package (`.dfplugin`), from a plugin
 * configuration that names its module, or from a lone module. Nothing is copied or run. Rejects naming the file and what is wrong with it; a module that cannot be loaded is no rejection but in the
 * analysis's problems.
 */
export async function readPackage(path: string, reading: PackageReading): Promise<PluginPackage> {
	const source = resolve(path);
	const found = await stat(source).catch(nothing);
	if (found === null) {
		throw new DataFlareError('not_found', `There is nothing at ${source}.`, {
			details: because('nothing_there', { path: source }),
			hint: 'Check the spelling of the path.',
		});
	}
	if (found.isDirectory()) return readFolder(source, reading);
	if (basename(source) === 'plugin.json') return readFolder(dirname(source), reading);
	const extension = extname(source).toLowerCase();
	if (extension === '.zip' || extension === '.gz' || extension === '.tgz' || extension === '.tar') {
		throw new DataFlareError('invalid_input', `${basename(source)} is an archive.`, {
			hint: 'Unpack it and choose the folder.',
			details: because('archive'),
		});
	}
	if (extension === PACKAGE_EXTENSION) return readPacked(source, reading);
	return extension === '.json' ? readConfiguration(source, reading) : readLoneModule(source, reading);
}

/**
 * A plugin configuration of any name, as DataFlare's documents have it: a manifest whose module may lie elsewhere. What
 * is relative begins in the folder that the program runs in, or else in the file's own, where the module may also lie
 * right beside it.
 */
async function readConfiguration(file: string, reading: PackageReading): Promise<PluginPackage> {
	const place = basename(file);
	const bytes = await readBounded(file, MAX_MANIFEST_BYTES, 'manifest');
	const text = manifestTextOf(bytes, place);
	const extism = extismManifestIn(text, place);
	if (extism !== null) return readExtism(file, extism, reading);
	const { manifest: written, warnings } = parseManifest(text, place);
	const modulePath = await namedModule(file, written.module_path);
	const { module, analysis } = await readModule(modulePath, reading);
	refuseOtherHash(written, analysis);
	const manifest = { ...written, module_path: `./${basename(modulePath)}` };
	const source = { source: file, modulePath, manifestBytes: null, provenance: unlistedProvenance, roleIsOpen: false };
	return { ...source, manifest, analysis, module, readme: null, warnings, inferred: false };
}

/** What a text holds where it is a manifest of Extism's; null: it is another. */
function extismManifestIn(text: string, place: string): Readonly<Record<string, unknown>> | null {
	if (!/"wasm"\s*:/.test(text)) return null;
	refuseFlaws(text, place);
	try {
		const value: unknown = JSON.parse(text);
		return isExtismManifest(value) ? value : null;
	} catch {
		return null;
	}
}

/** A plugin as Extism describes it: its modules become one, and what it asks for a request. */
async function readExtism(
	file: string,
	raw: Readonly<Record<string, unknown>>,
	{ analyst, files }: PackageReading,
): Promise<PluginPackage> {
	const read = async (path: string) => readBounded(await namedModule(file, path), MAX_MODULE_BYTES, 'module');
	const { manifest, module } = await readExtismManifest(file, raw, read);
	const analysis = await analyst.analyse(module, { anew: files === null });
	const roleIsOpen = raw['dataflare'] === undefined;
	const source = { source: file, modulePath: file, manifestBytes: null, provenance: unlistedProvenance, roleIsOpen };
	return { ...source, manifest, analysis, module, readme: null, warnings: [], inferred: true };
}

/** Rejects with `configuration` for a path of another machine's: looking there would tell it who looks. */
async function namedModule(file: string, path: string): Promise<string> {
	const told = because('manifest_invalid', { file: basename(file), path: 'module_path' });
	if (/^[\\/]{2}/.test(path)) {
		throw new DataFlareError(
			'configuration',
			`${basename(file)}: module_path: ${JSON.stringify(path)} is on another machine.`,
			{
				details: told,
				hint: 'Copy the module to this machine.',
			},
		);
	}
	// Last what lies beside the file, as where both are dropped on the window.
	const places = [
		...new Set(
			[path, resolve(dirname(file), path), resolve(dirname(file), basename(path))].map((each) => resolve(each)),
		),
	];
	for (const place of places) if ((await stat(place).catch(nothing)) !== null) return place;
	throw new DataFlareError(
		'not_found',
		`${basename(file)}: module_path: there is no file ${JSON.stringify(path)}; looked for ${places.join(' and ')}.`,
		{
			details: because('module_missing', { file: basename(file), module: path }),
			hint: 'Build the module, put it next to the file, or correct the path. A relative path starts in the folder that the program runs in, or in the file’s own.',
		},
	);
}

async function readFolder(folder: string, reading: PackageReading): Promise<PluginPackage> {
	const held = await HeldFolder.open(folder);
	try {
		return await readHeld(folder, held, reading);
	} finally {
		await held.close();
	}
}

async function readHeld(folder: string, held: HeldFolder, reading: PackageReading): Promise<PluginPackage> {
	const manifestBytes = await readBounded(join(folder, 'plugin.json'), MAX_MANIFEST_BYTES, 'manifest', () =>
		held.readFile('plugin.json', MAX_MANIFEST_BYTES),
	);
	const { manifest, warnings } = parseManifest(manifestTextOf(manifestBytes, 'plugin.json'), 'plugin.json');
	const way = await insideFolder(folder, manifest.module_path);
	const { module, analysis } = await readModule(join(folder, way), reading, () => readBelow(held, way));
	refuseOtherHash(manifest, analysis);
	const readme = await readReadme(held);
	const modulePath = join(folder, way);
	const provenance = await provenanceOfFolder(
		folder,
		held,
		new Map([
			['plugin.json', await sha256Of(manifestBytes)],
			[way.split(sep).join('/'), analysis.sha256],
		]),
	);
	const source = { source: folder, modulePath, manifestBytes, provenance, roleIsOpen: false };
	return { ...source, manifest, analysis, module, readme, warnings, inferred: false };
}

/** The names on the way were no links when they were looked up; one that has become one since is not followed. */
async function readBelow(held: HeldFolder, way: string): Promise<Buffer | Unfit> {
	const [name = '', ...more] = way.split(sep);
	if (more.length === 0) return held.readFile(name, MAX_MODULE_BYTES);
	const below = await held.folder(name);
	if (below === null) return { kind: 'special' };
	try {
		return await readBelow(below, join(...more));
	} finally {
		await below.close();
	}
}

/** Where a path of the manifest's really leads, relative to the plugin's folder. Refuses what leaves it, by `..` or by a link. */
async function insideFolder(folder: string, path: string): Promise<string> {
	const leaves = (where: string): DataFlareError =>
		new DataFlareError(
			'configuration',
			`plugin.json: module_path: ${JSON.stringify(path)} ${where} the plugin’s folder.`,
			{
				details: because('manifest_invalid', { file: 'plugin.json', path: 'module_path' }),
				hint: 'Put the module in the folder, and use a path relative to it.',
			},
		);
	if (isAbsolute(path) || /^[a-zA-Z]:/.test(path)) throw leaves('is absolute, not inside');
	const target = resolve(folder, path);
	if (target === folder || !contains(folder, target)) throw leaves('points outside');
	const real = await realpath(target).catch(nothing);
	if (real === null) {
		throw new DataFlareError(
			'not_found',
			`plugin.json: module_path: there is no file ${JSON.stringify(path)} in ${folder}.`,
			{
				details: because('module_missing', { file: 'plugin.json', module: path }),
				hint: 'Build the module, or correct the path.',
			},
		);
	}
	const root = await realpath(folder);
	if (!contains(root, real)) throw leaves('is a link that leads outside');
	return relative(root, real);
}

/** Nothing is there, unless the system could not tell at this moment. */
function nothing(error: unknown): null {
	if (isMomentary(error)) throw error;
	return null;
}

/** A module and what is to be said of it. Of one that is known to be unusable the bytes are not read, and none are given. */
async function readModule(
	file: string,
	{ analyst, files, take }: PackageReading,
	read?: Parameters<typeof readBounded>[3],
): Promise<{ readonly module: Uint8Array; readonly analysis: ModuleAnalysis }> {
	const identity = files === null ? null : await identityOf(file);
	const known = files?.hashOf(file, identity) ?? null;
	const before = known === null ? null : analyst.known(known);
	if (before !== null && before.problems.length > 0) return { module: new Uint8Array(0), analysis: before };
	if (take !== undefined) await take(await sizeOf(file));
	const module = await readBounded(file, MAX_MODULE_BYTES, 'module', read);
	const analysis = await analyst.analyse(module, { anew: files === null });
	if (files !== null && identity !== null && analysis.problems.length > 0 && identity === (await identityOf(file))) {
		files.remember(file, identity, analysis.sha256);
	}
	return { module, analysis };
}

/** As far as it is read. bytes */
async function sizeOf(file: string): Promise<number> {
	const found = await stat(file).catch(() => null);
	return Math.min(found?.size ?? 0, MAX_MODULE_BYTES);
}

async function readLoneModule(file: string, reading: PackageReading): Promise<PluginPackage> {
	const { module, analysis } = await readModule(file, reading);
	const problem = analysis.problems[0];
	const told = { module: describeRefused(analysis) };
	if (problem !== undefined) {
		throw DataFlareError.fromWire({ ...problem, details: { ...problem.details, ...told } });
	}
	const { manifest, warnings } = inferManifest(file, module, analysis, told);
	const roleIsOpen = analysis.embeddedManifest === null;
	const source = { source: file, modulePath: file, manifestBytes: null, provenance: unlistedProvenance, roleIsOpen };
	return { ...source, manifest, analysis, module, readme: null, warnings, inferred: true };
}

async function readBounded(
	file: string,
	maxBytes: number,
	what: string,
	read: () => Promise<Buffer | Unfit> = () => readPlainFile(file, maxBytes),
): Promise<Buffer> {
	const found = await read().catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') {
			throw new DataFlareError('not_found', `There is no ${basename(file)} in ${dirname(file)}.`, {
				hint: 'A plugin is a folder with plugin.json and its module, or a single .wasm file.',
				...(what === 'manifest' ? { details: because('no_manifest') } : {}),
				cause: error,
			});
		}
		throw new DataFlareError('plugin_load', `${file} cannot be read (${codeOf(error)}).`, {
			hint: hintFor(codeOf(error)),
			cause: error,
		});
	});
	if (found instanceof Uint8Array) return found;
	const { kind } = found;
	if (kind === 'special') {
		throw new DataFlareError(
			'plugin_load',
			`The ${what} ${basename(file)} is not a regular file, so it was not read.`,
			{
				hint: 'A plugin consists of regular files.',
			},
		);
	}
	const { size } = found;
	throw new DataFlareError(
		'plugin_load',
		`The ${what} ${basename(file)} has ${size.toLocaleString('en')} bytes; the limit is ${maxBytes.toLocaleString('en')}.`,
		{ details: because('too_large', { sizeBytes: size, maxBytes }) },
	);
}
