import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareEnvironment } from './bare-environment.ts';
import type { Launch } from './launcher.ts';

/** A start takes a fraction of a second, on an overloaded machine seconds. ms */
const PATIENCE_MS = 8_000;

/** Prints the names of what it could do; its argument is a folder that holds a file `a` and an empty folder `b`. */
const script = `
const fs = require('node:fs');
const at = (name) => process.argv[1] + '/' + name;
const acts = {
	write: () => fs.writeFileSync(at('a'), 'changed'),
	make: () => fs.writeFileSync(at('c'), ''),
	mkdir: () => fs.mkdirSync(at('d')),
	symlink: () => fs.symlinkSync('a', at('e')),
	link: () => fs.linkSync(at('a'), at('f')),
	rename: () => fs.renameSync(at('a'), at('g')),
	unlink: () => fs.unlinkSync(at('a')),
	rmdir: () => fs.rmdirSync(at('b')),
	signal: () => process.kill(process.ppid, 0),
};
const done = Object.keys(acts).filter((name) => {
	try {
		acts[name]();
		return true;
	} catch (error) {
		return error.code !== 'EACCES' && error.code !== 'EPERM' && error.code !== 'EXDEV';
	}
});
process.stdout.write(JSON.stringify(done));
`;

/**
 * Which layers a Landlock domain is, found by trying what it should refuse in a process of the same kind: the kernel does
 * not tell who is in one. Never rejects; no layer is told of where the try failed.
 */
export async function tryLandlock(launch: (args: readonly string[]) => Launch): Promise<readonly string[]> {
	try {
		const folder = await mkdtemp(join(tmpdir(), 'dataflare-landlock-'));
		try {
			await writeFile(join(folder, 'a'), '');
			await mkdir(join(folder, 'b'));
			return layersOf(await done(launch(['--no-warnings', '-e', script, folder])));
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	} catch {
		return [];
	}
}

function layersOf(done: readonly string[]): readonly string[] {
	const signals = done.includes('signal') ? [] : ['no-signals'];
	return done.some((act) => act !== 'signal') ? [] : ['no-file-changes', 'no-tracing', ...signals];
}

function done({ file, args }: Launch): Promise<readonly string[]> {
	return new Promise((resolve, reject) => {
		execFile(file, args, { env: bareEnvironment(), timeout: PATIENCE_MS, killSignal: 'SIGKILL' }, (error, stdout) => {
			if (error !== null) return reject(error);
			resolve(JSON.parse(stdout) as readonly string[]);
		});
	});
}
