import { basename, dirname, join } from 'node:path';
import { lstat, realpath } from '../../files/user-files.ts';

/**
 * The real path of the deepest ancestor that exists, with the rest appended. Null: a link that leads nowhere. For what
 * a person named: it follows links wherever they lead.
 */
export async function resolveLinks(path: string): Promise<string | null> {
	const missing: string[] = [];
	for (let at = path; ; at = dirname(at)) {
		const real = await realpath(at).catch(() => null);
		if (real !== null) return join(real, ...missing);
		if (at === dirname(at)) return path;
		const link = await lstat(at).catch(() => null);
		if (link?.isSymbolicLink() === true) return null;
		missing.unshift(basename(at));
	}
}
