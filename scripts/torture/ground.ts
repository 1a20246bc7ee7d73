/** Where one lane of kills happens: an engine of its own, so that its processes can be told by their command lines. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compileText, fileWriter, passThrough, spinner, versioned, writePackage } from './guests.ts';

const out = resolve(import.meta.dirname, '../../out/main');

export const VERSIONS = 8;
/** Plugins that are installed, replaced and uninstalled. */
export const INSTALLED = ['one', 'two', 'three'] as const;

export interface Ground {
	readonly folder: string;
	readonly dataDir: string;
	/** Packages to install: `<made>/<plugin>/<version>`. */
	readonly made: string;
	/** Where streams write. */
	readonly output: string;
	readonly core: string;
	readonly sandboxEntry: string;
	readonly reaperEntry: string;
	/** SHA-256 of each version's module. */
	readonly hashes: readonly string[];
	/** Bytes of the file that is streamed. */
	readonly inputBytes: number;
}

export function prepareGround(): Ground {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-torture-'));
	const [made, output] = [join(folder, 'made'), join(folder, 'output')];
	mkdirSync(output);
	const sandboxEntry = join(folder, 'sandbox.mjs');
	const reaperEntry = join(folder, 'reaper.mjs');
	copyFileSync(join(out, 'sandbox.mjs'), sandboxEntry);
	copyFileSync(join(out, 'reaper.mjs'), reaperEntry);
	const modules = Array.from({ length: VERSIONS }, (_, version) => compileText(versioned(version)));
	let hashes: readonly string[] = [];
	for (const name of [...INSTALLED, 'steady', 'swapped']) {
		hashes = modules.map((module, version) => writePackage(join(made, name, String(version)), name, module));
	}
	const ndjson = { type: 'transformer', encoding: 'ndjson' };
	writePackage(join(made, 'passes'), 'passes', compileText(passThrough), ndjson);
	writePackage(join(made, 'writes'), 'writes', compileText(fileWriter));
	writePackage(join(made, 'spins'), 'spins', compileText(spinner));
	const records = Array.from({ length: 4000 }, (_, id) => `${JSON.stringify({ id, note: 'x'.repeat(60) })}\n`).join('');
	writeFileSync(join(folder, 'records.ndjson'), records);
	return {
		folder,
		dataDir: join(folder, 'data'),
		made,
		output,
		core: join(out, 'core.mjs'),
		sandboxEntry,
		reaperEntry,
		hashes,
		inputBytes: records.length,
	};
}

/** Process ids whose command line names this folder. */
export function processesNaming(folder: string): readonly number[] {
	if (process.platform !== 'linux') {
		return execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' })
			.split('\n')
			.filter((line) => line.includes(folder))
			.map((line) => Number.parseInt(line, 10));
	}
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.filter((pid) => {
			try {
				return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
			} catch {
				return false;
			}
		})
		.map(Number);
}

/** The same without launchers, which stand in front of what they started and name it as well. */
export function startedProcessesNaming(file: string): readonly number[] {
	return processesNaming(file).filter((pid) => {
		try {
			return process.platform !== 'linux' || readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'bwrap';
		} catch {
			return false;
		}
	});
}

/** Files that only work under way may have: half-written ones, staged folders, marks; and sockets. */
export function leftoversIn(...folders: readonly string[]): readonly string[] {
	return folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isSocket() || /^\.staging-|\.partial$|\.tmp$|\.check$/.test(entry.name))
			.map((entry) => join(entry.parentPath, entry.name)),
	);
}
