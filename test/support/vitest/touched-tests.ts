import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
/** Where sources and tests are; and what tests read besides. */
const rooms = ['src', 'test', 'scripts', 'examples', 'sdk', 'bench'] as const;
const read: readonly string[] = [...rooms, 'docs', 'resources', 'packaging'];
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

/** What `built.ts` calls the files of `out/`, and what each is built from and starts. */
export const builtFrom: Readonly<Record<string, readonly string[]>> = {
	sandboxEntry: ['src/sandbox/entry.ts'],
	reaperEntry: ['src/core/runtime/process/reaper-entry.ts'],
	readerEntry: ['src/core/answers/table/thread/entry.ts'],
	flowsEntry: ['src/core/flows/io/thread/entry.ts'],
	cliEntry: [
		'src/cli/main.ts',
		'src/core/answers/table/thread/entry.ts',
		'src/core/flows/io/thread/entry.ts',
		'src/sandbox/entry.ts',
		'src/core/runtime/process/reaper-entry.ts',
	],
	rendererDir: ['src/renderer'],
	resourcesDir: ['resources'],
	shellEntry: ['src/main/index.ts', 'src/preload/index.ts', 'src/sandbox/entry.ts', 'src/renderer'],
};

/** `from './x.ts'`, `import('./x.ts')`, with the names that it takes. */
const imports =
	/(?:^|\n)(?:import|export)\s([^;'"]*?)(?:\sfrom\s+)?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]/g;
/** Files and folders that are read or started by their path. */
const paths = /\b(?:join|resolve)\([^()]*\)/g;
const literals = /['"]([\w./-]*[\w-])['"]/g;

/** A file's neighbours: what it imports, reads or starts, as paths from the root; folders among them. */
function neighboursOf(file: string): readonly string[] {
	const text = readFileSync(join(root, file), 'utf8');
	const folder = dirname(file);
	const found = new Set<string>();
	for (const [, names = '', one, other] of text.matchAll(imports)) {
		const target = join(folder, one ?? other ?? '');
		found.add(target);
		if (!target.endsWith('support/built.ts')) continue;
		for (const name of names.match(/\w+/g) ?? []) for (const source of builtFrom[name] ?? []) found.add(source);
	}
	if ((file.startsWith('src/') && !isTest(file)) || file.endsWith('support/built.ts')) return [...found];
	for (const [call] of text.matchAll(paths)) {
		for (const [, path = ''] of call.matchAll(literals)) {
			for (const place of [join(folder, path), path]) {
				if (read.includes(place.split('/')[0] ?? '') && exists(place)) found.add(place);
			}
		}
	}
	// Its own folder and what that lies in is no neighbour of it.
	return [...found].filter((place) => !`${file}/`.startsWith(`${place}/`));
}

const exists = (place: string): boolean => existsSync(join(root, place));

function sources(): readonly string[] {
	return rooms.flatMap((room) =>
		readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
			.map((name) => join(room, name).replaceAll('\\', '/'))
			.filter((file) => /\.m?tsx?$/.test(file)),
	);
}

const known = new Map<string, { readonly mtimeMs: number; readonly neighbours: readonly string[] }>();

function remembered(file: string): readonly string[] {
	const { mtimeMs } = statSync(join(root, file));
	const before = known.get(file);
	if (before?.mtimeMs === mtimeMs) return before.neighbours;
	const neighbours = neighboursOf(file);
	known.set(file, { mtimeMs, neighbours });
	return neighbours;
}

/** Who has whom for a neighbour: whoever is named here imports, reads or starts the file or folder that is asked for. */
function users(): ReadonlyMap<string, readonly string[]> {
	const map = new Map<string, string[]>();
	for (const file of sources()) {
		for (const place of remembered(file)) {
			const list = map.get(place) ?? [];
			if (list.length === 0) map.set(place, list);
			list.push(file);
		}
	}
	return map;
}

/**
 * Tests whose result may change with this file (an absolute path): those that import it, read or start it, or use what
 * is built of it, straight or through others. Paths from the root.
 */
export function touchedTests(path: string): readonly string[] {
	const changed = relative(root, path).replaceAll('\\', '/');
	if (isTest(changed)) return [changed];
	const map = users();
	const reached = new Set([changed]);
	for (const file of reached) {
		// Whoever reads a folder reads what is in it.
		for (let place = file; place !== '.'; place = dirname(place)) {
			for (const user of map.get(place) ?? []) reached.add(user);
		}
	}
	return [...reached].filter(isTest);
}

/** Whether a test (an absolute path) uses what is built into `out/`. */
export function needsBuild(path: string): boolean {
	const reached = new Set([relative(root, path).replaceAll('\\', '/')]);
	for (const file of reached) {
		if (file.endsWith('support/built.ts')) return true;
		if (/\.m?tsx?$/.test(file) && exists(file)) for (const place of remembered(file)) reached.add(place);
	}
	return false;
}
