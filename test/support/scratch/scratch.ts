import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of the test file's own that is removed after its last test. */
export function scratchFolder(): { readonly path: string; put(name: string, content: string | Uint8Array): string } {
	const path = mkdtempSync(join(tmpdir(), 'dataflare-test-'));
	afterAll(() => rmSync(path, { recursive: true, force: true }));
	return {
		path,
		put(name, content) {
			writeFileSync(join(path, name), content);
			return join(path, name);
		},
	};
}
