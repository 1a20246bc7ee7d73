import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of a checkout of Extism's, or of a Git directory without one. */
export function readFixture(source: string, path: string): Uint8Array {
	const file = join(source, path);
	if (existsSync(file)) return readFileSync(file);
	return execFileSync('git', ['--git-dir', source, 'show', `HEAD:${path}`], { maxBuffer: 64 * 1024 * 1024 });
}
