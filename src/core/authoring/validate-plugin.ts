import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { type Remark, remark } from '../../shared/errors/remark.ts';
import type { ValidationAnswer } from '../../shared/plugin/authoring/authoring.ts';
import { lstat, mkdtempSync, readdir, rm, stat } from '../files/user-files.ts';
import type { Inspection, Registry } from '../registry/registry.ts';
import { caseNames } from './cases/case-file.ts';

/** So many files are compared with the module's time. */
const MAX_SOURCES = 2_000;

/** Everything that an installation of a folder or a package checks, what packing it would refuse, and advice. */
export async function validatePlugin(registry: Registry, where: string): Promise<ValidationAnswer> {
	const path = resolve(where);
	const found = await registry.inspect(path);
	const isFolder = (await stat(path)).isDirectory() && !found.package.inferred;
	const refusal = found.refusal ?? (isFolder ? await packingProblem(registry, path) : null);
	const { manifest, warnings } = found.package;
	const mismatches = found.mismatches.map(({ code, power, imports }) =>
		code === 'asks_unused' ? remark(code, { power }) : remark(code, { power, imports: imports.join(', ') }),
	);
	return {
		plugin: manifest.name,
		refusal,
		warnings: [...warnings, ...mismatches],
		advice: [...manifestAdvice(found), ...(isFolder ? await folderAdvice(path, found) : [])],
	};
}

/** Why the folder could not be packed; null: it could. */
async function packingProblem(registry: Registry, path: string): Promise<ValidationAnswer['refusal']> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-packing-'));
	try {
		await registry.pack(path, { to: folder, replace: false });
		return null;
	} catch (error) {
		if (error instanceof DataFlareError) return error.toWire();
		throw error;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function manifestAdvice({ package: found, installed }: Inspection): readonly Remark[] {
	const { manifest, analysis, readme } = found;
	const { description, version, license } = manifest.metadata;
	const isOther = installed !== null && installed.current?.sha256 !== analysis.sha256;
	const takesConfig = Object.keys(manifest.config).length > 0 && manifest.config_schema === undefined;
	return [
		...(readme === null ? [remark('advice_no_readme', {})] : []),
		...(description ? [] : [remark('advice_no_description', {})]),
		...(version ? [] : [remark('advice_no_version', {})]),
		...(license ? [] : [remark('advice_no_licence', {})]),
		...(takesConfig ? [remark('advice_no_schema', {})] : []),
		...(isOther ? [remark('advice_name_installed', { name: manifest.name })] : []),
	];
}

async function folderAdvice(folder: string, { package: found }: Inspection): Promise<readonly Remark[]> {
	const names = new Set(await readdir(folder));
	const has = (...any: readonly string[]): boolean => any.some((name) => names.has(name));
	const takesInput = found.manifest.type !== 'source';
	const hasSample = has('samples', 'sample') || (found.manifest.metadata.samples ?? []).length > 0;
	const newer = await newerSource(folder, found.modulePath);
	return [
		...(has('CHANGELOG.md') ? [] : [remark('advice_no_changelog', {})]),
		...((await caseNames(folder)).length > 0 ? [] : [remark('advice_no_cases', {})]),
		...(hasSample || !takesInput ? [] : [remark('advice_no_sample', {})]),
		...(newer === null ? [] : [remark('advice_source_newer', { path: newer })]),
	];
}

const sourceFolders = ['src', 'assembly'];

/** A source that was changed after the module was made; null: none. */
async function newerSource(folder: string, module: string): Promise<string | null> {
	const made = (await stat(module)).mtimeMs;
	let seen = 0;
	for (const name of sourceFolders) {
		const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true }).catch(() => []);
		for (const entry of entries) {
			if (!entry.isFile()) continue;
			if (++seen > MAX_SOURCES) return null;
			const path = join(entry.parentPath, entry.name);
			const facts = await lstat(path).catch(() => null);
			if (facts !== null && facts.mtimeMs > made) return path.slice(folder.length + 1);
		}
	}
	return null;
}
