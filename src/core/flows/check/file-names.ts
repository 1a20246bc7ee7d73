import { basename, dirname, join, resolve } from 'node:path';
import { realpath, stat } from '../../files/user-files.ts';

/**
 * By what a file is known, however it is called: where it really lies, links of its folder followed also where it is not
 * there yet, and its number where it is. A device or a pipe is read and written as often as one likes: it has no names.
 */
export async function namesOfFile(path: string): Promise<readonly string[]> {
	const whole = resolve(path);
	const facts = await stat(whole, { bigint: true }).catch(() => null);
	if (facts !== null && !facts.isFile()) return [];
	const real = await realpath(whole).catch(() => null);
	if (real !== null && facts !== null) return [real, `${facts.dev}:${facts.ino}`];
	const folder = await realpath(dirname(whole)).catch(() => dirname(whole));
	return [join(folder, basename(whole))];
}
