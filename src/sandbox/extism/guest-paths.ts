import { posix } from 'node:path';
import type { Preopen } from '../imports/wasi/table.ts';

type Paths = Readonly<Record<string, string>>;

/**
 * The granted folders under the names that an Extism manifest gave them. A name is all that is changed: what is open, and
 * with which rights, the broker decided.
 *
 * @param paths what the manifest calls each path of the computer, or of the plugin's data folder
 */
export function underGuestPaths(preopens: readonly Preopen[], paths: Paths | undefined): readonly Preopen[] {
	const named = Object.entries(paths ?? {}).map(([host, guest]) => [nameOf(host), posix.resolve('/', guest)] as const);
	// The nearest one counts: a folder may be named within another that is named as well.
	named.sort(([a], [b]) => b.length - a.length);
	return preopens.map((one) => ({ ...one, name: guestName(one.name, named) }));
}

function guestName(name: string, named: readonly (readonly [host: string, guest: string])[]): string {
	for (const [host, guest] of named) {
		if (name === host) return guest;
		// Less was granted than was asked for. What the data folder itself is called says nothing of absolute paths.
		if (host !== '/' && name.startsWith(`${host}/`)) return posix.join(guest, name.slice(host.length));
	}
	// Of a granted file its folder is open.
	const file = named.find(
		([host, guest]) => posix.dirname(host) === name && posix.basename(host) === posix.basename(guest),
	);
	return file === undefined ? name : posix.dirname(file[1]);
}

/** As the broker calls it: an absolute path, or one that begins at the data folder. */
function nameOf(host: string): string {
	const path = host.replaceAll('\\', '/');
	if (!/^[A-Za-z]:\//.test(path)) return posix.resolve('/', path);
	const normal = posix.normalize(path);
	return normal.endsWith('/') && normal.length > 3 ? normal.slice(0, -1) : normal;
}
