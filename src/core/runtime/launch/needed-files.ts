import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** Asking takes milliseconds; a loader that hangs is not asked any longer. ms */
const PATIENCE_MS = 1_000;
/** The loader's list of where libraries are, for those that lie elsewhere than it was built to look. */
const LOADER_CACHE = '/etc/ld.so.cache';
/** Where systems keep programs and libraries. */
const TREES = ['/usr', '/bin', '/lib', '/lib32', '/lib64', '/nix/store', '/gnu/store', LOADER_CACHE] as const;

const PROGRAM_HEADER_BYTES = 56;
const INTERPRETER = 3;
/** More than any loader's path. bytes */
const MAX_PATH_BYTES = 4_096;
const MAX_HEADERS = 128;

const known = new Map<string, readonly string[] | null>();

/**
 * Files that a program has to be able to open to start, itself first: the loader that it names and the libraries that
 * this loader finds for it. Linux, 64 bit, little endian. Null where they cannot be told. Asked once for each program.
 */
export function neededFiles(program: string): readonly string[] | null {
	const before = known.get(program);
	if (before !== undefined) return before;
	const found = ask(program);
	known.set(program, found);
	return found;
}

/** Where everything that a program may have to open lies, for those that open more than their loader knows of. */
export function neededTrees(program: string): readonly string[] {
	return [...TREES.filter((path) => existsSync(path)), program];
}

function ask(program: string): readonly string[] | null {
	try {
		const loader = loaderOf(program);
		if (loader === null) return [program];
		const { status, stdout } = spawnSync(loader, ['--list', program], {
			env: {},
			stdio: ['ignore', 'pipe', 'ignore'],
			timeout: PATIENCE_MS,
			encoding: 'utf8',
		});
		if (status !== 0) return null;
		// `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f…)`: names may hold blanks, addresses do not.
		const libraries = stdout.split('\n').flatMap((line) => / => (\/.*) \(0x[0-9a-f]+\)$/.exec(line)?.[1] ?? []);
		return [...new Set([program, loader, ...libraries, ...(existsSync(LOADER_CACHE) ? [LOADER_CACHE] : [])])];
	} catch {
		return null;
	}
}

/** The loader that an executable names; null for one that needs none. Throws for what is no such executable. */
function loaderOf(program: string): string | null {
	const file = openSync(program, 'r');
	try {
		const head = read(file, 0, 64);
		if (head.readUInt32BE(0) !== 0x7f454c46 || head[4] !== 2 || head[5] !== 1) throw new Error('no ELF file of 64 bit');
		const [table, size, count] = [Number(head.readBigUInt64LE(32)), head.readUInt16LE(54), head.readUInt16LE(56)];
		if (size !== PROGRAM_HEADER_BYTES || count > MAX_HEADERS) throw new Error('program headers of another kind');
		const headers = read(file, table, size * count);
		for (let at = 0; at < headers.length; at += size) {
			if (headers.readUInt32LE(at) !== INTERPRETER) continue;
			const length = Math.min(Number(headers.readBigUInt64LE(at + 32)), MAX_PATH_BYTES);
			return read(file, Number(headers.readBigUInt64LE(at + 8)), length)
				.toString()
				.replace(/\0.*$/s, '');
		}
		return null;
	} finally {
		closeSync(file);
	}
}

function read(file: number, at: number, length: number): Buffer {
	const bytes = Buffer.alloc(length);
	if (readSync(file, bytes, 0, length, at) !== length) throw new Error('the file ends too early');
	return bytes;
}
