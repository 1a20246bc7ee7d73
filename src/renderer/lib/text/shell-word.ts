/** A path as one word of a command that a person copies into a terminal: as a Windows shell reads it, or as a POSIX one. */
export function shellWord(path: string): string {
	if (/^[\w./:\\@%+=,-]+$/.test(path) && !isWindows(path)) return path.includes('\\') ? `'${path}'` : path;
	// No name on Windows has a double quote in it.
	if (isWindows(path)) return /^[\w.:\\-]+$/.test(path) ? path : `"${path}"`;
	return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

const isWindows = (path: string): boolean => /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
