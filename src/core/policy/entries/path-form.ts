/**
 * Absolute paths as data: a root and its segments, without `.`, `..` and repeated separators. Nothing here asks a file
 * system; whoever has one resolves links before a path gets here.
 */

export interface PathRules {
	/** Windows forms (`C:\x`, `\\server\share\x`, both separators) instead of POSIX ones. Default false. */
	readonly windows?: boolean | undefined;
	/** Names that differ in case alone are the same file. Default: as `windows`. */
	readonly caseInsensitive?: boolean | undefined;
}

export interface NormalPath {
	/** `/`, `C:` or `\\server\share`. */
	readonly root: string;
	readonly segments: readonly string[];
}

/** Null: not absolute, or a form that names something else than a file below a folder (streams, devices, NUL). */
export function normalPath(text: string, rules: PathRules): NormalPath | null {
	if (text.includes('\0') || !text.isWellFormed()) return null;
	return rules.windows === true ? windowsPath(text) : posixPath(text);
}

/** The path as text in its platform's own form. */
export function pathText({ root, segments }: NormalPath): string {
	return root === '/' ? `/${segments.join('/')}` : `${root}\\${segments.join('\\')}`;
}

/**
 * What a guest names, absolute, from the data folder on where it is relative. Null: as `normalPath`, and on Windows what
 * depends on a current folder or drive.
 */
export function askedPath(asked: string, dataFolder: string, rules: PathRules): NormalPath | null {
	const absolute = rules.windows === true ? /^(?:[\\/]|[A-Za-z]:)/.test(asked) : asked.startsWith('/');
	return normalPath(absolute ? asked : `${dataFolder}/${asked}`, rules);
}

/** Where macOS keeps these, and what leads there: links of the system's own, which are known without asking. */
const systemLinks = /^\/(?:tmp|var|etc)(?=\/|$)/;

/** One spelling for the names that macOS takes for the same; another letter case is for `caseInsensitive` to tell. */
export function macForm(text: string): string {
	const path = normalPath(text.normalize('NFC'), {});
	return path === null ? text : pathText(path).replace(systemLinks, '/private$&');
}

function posixPath(text: string): NormalPath | null {
	return text.startsWith('/') ? { root: '/', segments: flatten(text.split('/')) } : null;
}

function windowsPath(text: string): NormalPath | null {
	const path = text.replaceAll('/', '\\');
	if (/^\\\\[?.]\\/.test(path)) return null;
	const match = /^([A-Za-z]:)\\(.*)$/s.exec(path) ?? /^(\\\\[^\\]+\\[^\\]+)(?:\\(.*))?$/s.exec(path);
	if (match?.[1] === undefined) return null;
	const segments = flatten((match[2] ?? '').split('\\'));
	return segments.every(isPlainWindowsName) ? { root: match[1], segments } : null;
}

function flatten(parts: readonly string[]): readonly string[] {
	const kept: string[] = [];
	for (const part of parts) {
		if (part === '..') kept.pop();
		else if (part !== '' && part !== '.') kept.push(part);
	}
	return kept;
}

const windowsDevice = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:$|[. ])/i;

/** Win32 reads `x.`, `x `, `x:stream` and `NUL.txt` as something else than a file of that name. */
export function isPlainWindowsName(name: string): boolean {
	return !/[<>:"|?*\u0000-\u001f]|[. ]$/.test(name) && !windowsDevice.test(name);
}

/** True for the folder itself and all below it. */
export function isWithin(path: NormalPath, folder: NormalPath, rules: PathRules): boolean {
	const same = nameComparison(rules);
	return (
		same(path.root, folder.root) &&
		folder.segments.length <= path.segments.length &&
		folder.segments.every((segment, index) => same(segment, path.segments[index] ?? ''))
	);
}

export function isSamePath(left: NormalPath, right: NormalPath, rules: PathRules): boolean {
	return left.segments.length === right.segments.length && isWithin(left, right, rules);
}

function nameComparison(rules: PathRules): (left: string, right: string) => boolean {
	const folds = rules.caseInsensitive ?? rules.windows ?? false;
	return folds ? (left, right) => foldName(left) === foldName(right) : (left, right) => left === right;
}

/**
 * Folds only letters whose cases map one to one, so that `K` (Kelvin) and `ß` never equal `k` and `ss`. Unicode forms are
 * not folded: a system for which they are one file gives one spelling for both when links are resolved.
 */
function foldName(name: string): string {
	return Array.from(name, (letter) => {
		const lower = letter.toLowerCase();
		return lower.toUpperCase() === letter ? lower : letter;
	}).join('');
}
