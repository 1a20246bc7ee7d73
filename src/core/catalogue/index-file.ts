import { isUtf8 } from 'node:buffer';
import { MAX_INDEX_VERSIONS, type PackageIndex, packageIndexSchema } from '../../shared/api/package-index.ts';
import { describeIssues } from '../../shared/issues/describe-issues.ts';
import { describeJsonProblem, findJsonProblem } from '../../shared/json/json-problem.ts';
import { PACKAGE_EXTENSION } from '../../shared/plugin/packing.ts';
import { quoted } from '../../shared/quoted.ts';
import { flawOfName } from '../registry/archive/entry-names.ts';
import { holdsTooMuch } from '../registry/package/scan-json.ts';
import { invalidIndex } from './refuse-source.ts';

/** Values and keys of the largest index, and few enough to be looked at at once. */
const MAX_PARTS = 40 * MAX_INDEX_VERSIONS;

/** Reads an index, byte by byte somebody else's. Throws `configuration`, naming `source` and the place in it. */
export function parseIndex(bytes: Buffer, source: string): PackageIndex {
	if (!isUtf8(bytes)) throw invalidIndex(source, 'it is not in UTF-8');
	const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
	if (holdsTooMuch(text, MAX_PARTS)) {
		throw invalidIndex(source, `it has more than ${MAX_PARTS.toLocaleString('en')} values`);
	}
	if (findJsonProblem(text) !== null) throw invalidIndex(source, describeJsonProblem(text));
	const value: unknown = JSON.parse(text);
	const parsed = packageIndexSchema.safeParse(value);
	if (!parsed.success) {
		const { text: what, hint } = describeIssues(packageIndexSchema, parsed.error, value, 'the index');
		throw invalidIndex(source, what, hint);
	}
	requireSense(parsed.data, source);
	return parsed.data;
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
