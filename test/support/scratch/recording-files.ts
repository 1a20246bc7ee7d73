/** What was asked of a file system, in order: `realpath /srv/x`. */
export const asked: string[] = [];

/**
 * `node:fs/promises` for a machine on which nothing exists: every function writes down what it is asked, and says so.
 * Links can be put there.
 */
export const links = new Map<string, string>();

export function recordingFiles<T extends object>(real: T): T {
	const functions = Object.entries(real).filter(([, value]) => typeof value === 'function');
	const all = Object.fromEntries(functions.map(([name]) => [name, answer(name)]));
	return { ...real, ...all, default: all };
}

function answer(name: string) {
	return async (path: unknown): Promise<unknown> => {
		asked.push(`${name} ${String(path)}`);
		const link = links.get(String(path));
		if (link !== undefined && name === 'readlink') return link;
		if (link !== undefined && name === 'lstat') return { isSymbolicLink: () => true };
		throw Object.assign(new Error(`ENOENT: ${name} ${String(path)}`), { code: 'ENOENT' });
	};
}
