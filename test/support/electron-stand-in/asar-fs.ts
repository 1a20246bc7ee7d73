import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';

type Call = (...args: readonly unknown[]) => unknown;
type Functions = Record<string, unknown>;

/** Electron takes whatever has such a part in its path for an archive of its own, and looks into it. */
const archive = /\.asar(?:[\\/]|$)/i;

/**
 * Makes `node:fs` as dangerous for such paths as Electron's, and more visibly so: it throws. Answers with the module as
 * it was, which Electron has under the name `original-fs`.
 */
export function patchFileSystem(): typeof fs {
	const original = { ...fs, promises: { ...fs.promises } };
	patch(fs as unknown as Functions, (error) => {
		throw error;
	});
	patch(fs.promises as unknown as Functions, (error) => Promise.reject(error));
	syncBuiltinESMExports();
	return original;
}

function patch(functions: Functions, fail: (error: Error) => unknown): void {
	for (const [name, value] of Object.entries(functions)) {
		// Classes take paths that the functions were given.
		if (typeof value !== 'function' || /^[A-Z_]/.test(name)) continue;
		const call = value as Call;
		const patched: Call = (...args) => {
			const path = args
				.slice(0, 2)
				.map(pathOf)
				.find((each) => each !== null && archive.test(each));
			return path === undefined ? call(...args) : fail(new Error(`node:fs ${name}: Electron looks into ${path}`));
		};
		functions[name] = Object.assign(patched, call);
	}
}

function pathOf(value: unknown): string | null {
	if (typeof value === 'string') return value;
	if (value instanceof URL) return value.protocol === 'file:' ? fileURLToPath(value) : null;
	return Buffer.isBuffer(value) && value.length < 4_096 ? value.toString() : null;
}
