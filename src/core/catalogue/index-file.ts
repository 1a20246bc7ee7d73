import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import type { z } from 'zod';
import {
	bareIndexSchema,
	barePluginSchema,
	type IndexedPlugin,
	type IndexedVersion,
	indexedVersionSchema,
	MAX_INDEX_VERSIONS,
	type PackageIndex,
	packageIndexSchema,
} from '../../shared/api/package-index.ts';
import { describeIssues } from '../../shared/issues/describe-issues.ts';
import { describeJsonProblem, findJsonProblem } from '../../shared/json/json-problem.ts';
import { PACKAGE_EXTENSION } from '../../shared/plugin/packing.ts';
import { quoted } from '../../shared/quoted.ts';
import { flawOfName } from '../registry/archive/entry-names.ts';
import { holdsTooMuch } from '../registry/package/scan-json.ts';
import { invalidIndex } from './refuse-source.ts';

/** Values and keys of the largest index, and few enough to be looked at at once. */
const MAX_PARTS = 40 * MAX_INDEX_VERSIONS;
/** Plugins and versions that are looked at in one go. */
const PIECE = 20;

/** Reads an index, byte by byte somebody else's. Rejects with `configuration`, naming `source` and the place in it. */
export async function parseIndex(bytes: Buffer, source: string): Promise<PackageIndex> {
	if (!isUtf8(bytes)) throw invalidIndex(source, 'it is not in UTF-8');
	const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
	if (holdsTooMuch(text, MAX_PARTS)) {
		throw invalidIndex(source, `it has more than ${MAX_PARTS.toLocaleString('en')} values`);
	}
	if (findJsonProblem(text) !== null) throw invalidIndex(source, describeJsonProblem(text));
	const value: unknown = JSON.parse(text);
	const { index, issues } = await inPieces(value);
	if (issues.length > 0) {
		const { text: what, hint } = describeIssues(packageIndexSchema, { issues }, value, 'the index');
		throw invalidIndex(source, what, hint);
	}
	requireSense(index, source);
	return index;
}

/** As `packageIndexSchema` has it, and all that speaks against it; with as much as there may be, that takes seconds. */
async function inPieces(
	value: unknown,
): Promise<{ readonly index: PackageIndex; readonly issues: z.core.$ZodIssue[] }> {
	const issues: z.core.$ZodIssue[] = [];
	function read<S extends z.ZodType>(schema: S, each: unknown, at: readonly PropertyKey[]): z.output<S> | null {
		const parsed = schema.safeParse(each);
		if (parsed.success) return parsed.data;
		for (const issue of parsed.error.issues) issues.push({ ...issue, path: [...at, ...issue.path] });
		return null;
	}
	const plugins: IndexedPlugin[] = [];
	let count = 0;
	const others = async (): Promise<void> => {
		if (++count % PIECE === 0) await turn();
	};
	for (const [at, each] of (read(bareIndexSchema, value, [])?.plugins ?? []).entries()) {
		const plugin = read(barePluginSchema, each, ['plugins', at]);
		await others();
		const versions: IndexedVersion[] = [];
		for (const [place, one] of (plugin?.versions ?? versionsIn(each)).entries()) {
			const version = read(indexedVersionSchema, one, ['plugins', at, 'versions', place]);
			if (version !== null) versions.push(version);
			await others();
		}
		if (plugin !== null) plugins.push({ ...plugin, versions });
	}
	return { index: { plugins }, issues };
}

function versionsIn(plugin: unknown): readonly unknown[] {
	if (typeof plugin !== 'object' || plugin === null || !('versions' in plugin)) return [];
	return Array.isArray(plugin.versions) ? plugin.versions : [];
}

/** The same index always has the same bytes. */
export function formatIndex(index: PackageIndex): Buffer {
	return Buffer.from(`${JSON.stringify(index, null, '\t')}\n`);
}

/** One name is one plugin, one version is one package, and each package is in one place that may be asked. */
function requireSense({ plugins }: PackageIndex, source: string): void {
	const [names, ids] = [new Set<string>(), new Set<string>()];
	let count = 0;
	for (const { name, id, versions } of plugins) {
		if (names.has(name)) throw invalidIndex(source, `it has two plugins named ${name}`);
		names.add(name);
		if (id !== undefined && ids.has(id)) throw invalidIndex(source, `it has two plugins with the id ${id}`);
		if (id !== undefined) ids.add(id);
		const labels = new Set<string>();
		count += versions.length;
		if (count > MAX_INDEX_VERSIONS) {
			throw invalidIndex(source, `it has more than ${MAX_INDEX_VERSIONS.toLocaleString('en')} versions`);
		}
		for (const { version, file, url } of versions) {
			if (labels.has(version)) throw invalidIndex(source, `it has ${name} ${quoted(version)} twice`);
			labels.add(version);
			const flaw = (file === undefined ? null : flawOfFile(file)) ?? (url === undefined ? null : flawOfUrl(url));
			if (flaw !== null) throw invalidIndex(source, `${name} ${quoted(version)}: ${quoted(file ?? url ?? '')} ${flaw}`);
		}
	}
}

function flawOfFile(file: string): string | null {
	return (
		flawOfName(file) ??
		(file.toLowerCase().endsWith(PACKAGE_EXTENSION) ? null : `does not end with ${PACKAGE_EXTENSION}`)
	);
}

/** What an author writes never leads to this computer: only who entered the index's own address may do that. */
function flawOfUrl(url: string): string | null {
	const { protocol, username, password } = URL.parse(url) ?? {};
	if (protocol === undefined) return 'is not an address';
	if (protocol !== 'https:') return 'is not an https address';
	return username === '' && password === '' ? null : 'has a user name or a password in it';
}
