import { badEntry, type ParsedEntry } from './entry-problem.ts';
import { type NormalPath, normalPath, type PathRules } from './path-form.ts';

/** One entry of `allowed_paths`. */
export interface PathEntry {
	readonly text: string;
	/** Without `:ro`. */
	readonly path: string;
	/** Relative to the plugin's data folder, which it then never leaves. */
	readonly relative: boolean;
	readonly readOnly: boolean;
}

const readOnlySuffix = ':ro';
const form = 'a file or folder, absolute or relative to the data folder, optionally with :ro';

/** `./data/`, `/srv/in.csv:ro`, `C:\data`. A folder grants what is below it. */
export function parsePathEntry(text: string, rules: PathRules = {}): ParsedEntry<PathEntry> {
	const readOnly = text.endsWith(readOnlySuffix);
	const path = readOnly ? text.slice(0, -readOnlySuffix.length) : text;
	if (path === '') return badEntry(form, 'Write . for the whole data folder.');
	if (/[\u0000-\u001f\u007f]/.test(path) || !path.isWellFormed()) {
		return badEntry(form, 'Remove the control characters.');
	}
	if (path.split(/[\\/]/).includes('..')) {
		return badEntry(`${form}, without ..`, 'Write the place it leads to as an absolute path.');
	}
	if (/^~(?:$|[\\/])/.test(path)) return badEntry(form, 'The ~ is not expanded: write the absolute path.');
	if (path.includes('*')) return badEntry(form, 'There are no wildcards: a folder includes everything in it.');
	if (/^[\\/]{2}[?.][\\/]/.test(path)) return badEntry(form, 'Write the path without its device prefix.');
	if (/^[A-Za-z]:(?![\\/])/.test(path)) {
		return badEntry(form, `Write ${path.slice(0, 2)}\\ followed by the whole path.`);
	}
	return { ok: true, entry: { text, path, relative: isRelative(path, rules), readOnly } };
}

function isRelative(path: string, rules: PathRules): boolean {
	return !path.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(path) && !(rules.windows === true && path.startsWith('\\'));
}

/** The absolute path that an entry names, before links are resolved. */
export function entryPath(entry: PathEntry, dataFolder: string): string {
	return entry.relative ? `${dataFolder}/${entry.path}` : entry.path;
}

/** Null: a form of another platform, which names nothing here. */
export function entryNormalPath(entry: PathEntry, dataFolder: string, rules: PathRules): NormalPath | null {
	return normalPath(entryPath(entry, dataFolder), rules);
}
