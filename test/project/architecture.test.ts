import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowsEntry, readerEntry, reaperEntry, sandboxEntry } from '../support/built.ts';

const root = resolve(import.meta.dirname, '../..');
const source = join(root, 'src');

/** Which zones and packages a zone may import (ARCHITECTURE.md, "Who may import whom"). */
const zones: Readonly<
	Record<
		string,
		{ readonly zones: readonly string[]; readonly packages: readonly string[] | 'any'; readonly node: boolean }
	>
> = {
	shared: { zones: [], packages: ['zod', 'fastest-levenshtein'], node: false },
	sandbox: { zones: ['shared'], packages: [], node: true },
	core: {
		zones: ['shared'],
		packages: [
			'zod',
			'better-sqlite3',
			'croner',
			'undici',
			'ipaddr.js',
			'pidusage',
			're2js',
			'semver',
			'yauzl',
			'yazl',
		],
		node: true,
	},
	cli: {
		zones: ['shared', 'core', 'loopback'],
		packages: ['commander', 'cli-table3', 'cli-progress', 'env-paths', 'string-width'],
		node: true,
	},
	loopback: { zones: ['shared', 'core'], packages: [], node: true },
	main: { zones: ['shared', 'core'], packages: ['electron', 'env-paths'], node: true },
	preload: { zones: ['shared'], packages: ['electron'], node: false },
	renderer: { zones: ['shared'], packages: 'any', node: false },
};

/** What the faces may take from the core: its index, and the seams named in the design; and what starts the browser mode. */
const doors: Readonly<Record<string, readonly string[]>> = {
	core: ['core/index.ts', 'core/runtime/process-adapter.ts', 'core/runtime/process/fork-adapter.ts'],
	loopback: ['loopback/serve-face.ts'],
};

interface Import {
	readonly file: string;
	readonly target: string;
	readonly typeOnly: boolean;
}

function filesOf(folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|\.d\.ts$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): readonly Import[] {
	const text = readFileSync(file, 'utf8');
	const statements = text.matchAll(
		/^(?:import|export)\s(type\s)?(?:[^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm,
	);
	return [...statements].map(([, type, named, dynamic]) => ({
		file: relative(source, file),
		target: named ?? dynamic ?? '',
		typeOnly: type !== undefined,
	}));
}

/** The imports of a zone from its own files, types among them; paths from `src`. */
function within(zone: string): readonly { readonly from: string; readonly to: string }[] {
	return filesOf(join(source, zone)).flatMap((file) =>
		importsOf(file)
			.filter(({ target }) => target.startsWith('.'))
			.map(({ target }) => ({ from: relative(source, file), to: relative(source, resolve(dirname(file), target)) }))
			.filter(({ to }) => to.startsWith(`${zone}/`)),
	);
}

/** The folder of a zone that a file lies in: `core/broker/files/read.ts` → `broker`; what lies in none: `.`. */
function roomOf(path: string): string {
	const [, room = '', ...rest] = path.split('/');
	return rest.length === 0 ? '.' : room;
}

/** Every circle's members, sorted; a graph without one gives none. */
function circlesOf(edges: Iterable<readonly [string, string]>): readonly (readonly string[])[] {
	const next = new Map<string, Set<string>>();
	for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
	const reach = (start: string): ReadonlySet<string> => {
		const seen = new Set<string>();
		const open = [...(next.get(start) ?? [])];
		for (let at = open.pop(); at !== undefined; at = open.pop()) {
			if (seen.has(at)) continue;
			seen.add(at);
			open.push(...(next.get(at) ?? []));
		}
		return seen;
	};
	const reached = new Map([...next.keys()].map((each) => [each, reach(each)]));
	const circles = [...next.keys()]
		.filter((each) => reached.get(each)?.has(each))
		.map((each) =>
			[...(reached.get(each) ?? [])]
				.filter((other) => reached.get(other)?.has(each))
				.sort()
				.join(' ↔ '),
		);
	return [...new Set(circles)].map((circle) => circle.split(' ↔ '));
}

function packageOf(target: string): string {
	const parts = target.split('/');
	return target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function violationsOf(zone: string): readonly string[] {
	const rule = zones[zone];
	if (rule === undefined) return [`src/${zone} has no rule`];
	return filesOf(join(source, zone)).flatMap((file) =>
		importsOf(file).flatMap(({ file: from, target }) => {
			if (target.startsWith('node:')) return rule.node ? [] : [`${from} imports ${target}`];
			if (!target.startsWith('.')) {
				const allowed = rule.packages === 'any' || rule.packages.includes(packageOf(target));
				return allowed ? [] : [`${from} imports the package ${target}`];
			}
			const path = relative(source, resolve(dirname(file), target));
			const targetZone = path.split('/')[0] ?? '';
			if (targetZone === zone || (target.endsWith('.css') && zone === 'renderer')) return [];
			if (!rule.zones.includes(targetZone)) return [`${from} imports ${path}`];
			return doors[targetZone]?.includes(path) === false
				? [`${from} imports ${path}, not a door of ${targetZone}`]
				: [];
		}),
	);
}

function coreImports(
	part: string,
): readonly { readonly from: string; readonly to: string; readonly typeOnly: boolean }[] {
	return filesOf(join(source, 'core', part)).flatMap((file) =>
		importsOf(file)
			.filter(({ target }) => target.startsWith('.'))
			.map(({ target, typeOnly }) => ({
				from: relative(source, file),
				to: relative(source, resolve(dirname(file), target)),
				typeOnly,
			})),
	);
}

const MOST_ENTRIES = 18;

function besides(folder: string): number {
	const names = readdirSync(folder);
	const isTestOfAnother = (name: string): boolean =>
		/\.test\.tsx?$/.test(name) && names.some((other) => !/\.test\.tsx?$/.test(other));
	return names.filter((name) => !isTestOfAnother(name) && !name.startsWith('tsconfig')).length;
}

describe('who may import whom', () => {
	it('knows a rule for every zone', () => {
		expect(readdirSync(source).sort()).toEqual(Object.keys(zones).sort());
	});

	it.each(Object.keys(zones))('%s imports nothing outside its allow-list', (zone) => {
		expect(filesOf(join(source, zone)).length).toBeGreaterThan(0);
		expect(violationsOf(zone)).toEqual([]);
	});

	it('keeps policy pure: it imports the contract alone', () => {
		const outside = coreImports('policy').filter(
			({ to }) => !to.startsWith('core/policy/') && !to.startsWith('shared/'),
		);
		expect(outside).toEqual([]);
		const nodeImports = filesOf(join(source, 'core/policy'))
			.flatMap(importsOf)
			.filter(({ target }) => target.startsWith('node:'));
		expect(nodeImports.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
	});

	it('keeps registry and runtime from importing each other', () => {
		expect(coreImports('registry').filter(({ to }) => to.startsWith('core/runtime/'))).toEqual([]);
		expect(coreImports('runtime').filter(({ to }) => to.startsWith('core/registry/'))).toEqual([]);
	});

	it('takes the files of the person and of plugins from one module, which knows what Electron does to names', () => {
		// The store's own files and the program's own processes are named by the program, never by a plugin.
		const own = ['core/files/user-files.ts', 'core/store/', 'core/runtime/'];
		const direct = filesOf(join(source, 'core'))
			.flatMap(importsOf)
			.filter(({ target, typeOnly }) => /^(?:node:)?fs(?:\/promises)?$/.test(target) && !typeOnly)
			.filter(({ file }) => !own.some((place) => file.startsWith(place)));
		expect(direct.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
	});

	it('keeps the parts of the screens apart: no feature imports another', () => {
		const features = join(source, 'renderer/features');
		const names = readdirSync(features);
		expect(names.length).toBeGreaterThan(5);
		const across = names.flatMap((name) =>
			filesOf(join(features, name)).flatMap((file) =>
				importsOf(file)
					.filter(({ target }) => target.startsWith('.'))
					.map(({ target }) => relative(features, resolve(dirname(file), target)))
					.filter((path) => !path.startsWith('..') && !path.startsWith(`${name}/`))
					.map((path) => `${relative(source, file)} imports ${path}`),
			),
		);
		expect(across).toEqual([]);
	});

	it.each(Object.keys(zones))('the files of %s import each other in no circle, types included', (zone) => {
		expect(circlesOf(within(zone).map(({ from, to }) => [from, to] as const))).toEqual([]);
	});

	it.each(Object.keys(zones))('the rooms of %s point one way', (zone) => {
		const rooms = within(zone)
			.map(({ from, to }) => [roomOf(from), roomOf(to)] as const)
			.filter(([from, to]) => from !== to);
		expect(circlesOf(rooms)).toEqual([]);
	});

	it('the rooms of the engine stand in the order of ARCHITECTURE.md: each imports those before it alone', () => {
		const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
		const order = [...page.matchAll(/^\| `core\/([a-z]+)` /gm)].map(([, room]) => room ?? '');
		const rooms = readdirSync(join(source, 'core'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
		expect([...order].sort()).toEqual(rooms.map(({ name }) => name).sort());
		const upward = within('core').filter(
			({ from, to }) => roomOf(from) !== '.' && order.indexOf(roomOf(from)) < order.indexOf(roomOf(to)),
		);
		expect(upward.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
	});

	it('no folder holds more than can be seen at a glance, unless all in it is of one kind', () => {
		// Migrations, routes, scripts, cases, hostile guests, the texts of a language: one more is an entry more.
		const ofOneKind = ['src/core/store/database/migrations', 'src/renderer/i18n/en', 'src/renderer/i18n/zh-CN'];
		const kinds = [
			...ofOneKind,
			'src/shared/api',
			'scripts',
			'test/hostile',
			'test/corpus/cases',
			'test/e2e',
			'test/plugins',
		];
		const folders = ['src', 'test', 'scripts', 'bench'].flatMap((top) => [
			join(root, top),
			...readdirSync(join(root, top), { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isDirectory())
				.map((entry) => join(entry.parentPath, entry.name)),
		]);
		const crowded = folders
			.filter((folder) => !kinds.includes(relative(root, folder)))
			// A test belongs to what it stands beside.
			.map((folder) => [relative(root, folder), besides(folder)] as const)
			.filter(([, count]) => count > MOST_ENTRIES);
		expect(crowded).toEqual([]);
	});

	it('opens the database in the store alone', () => {
		const elsewhere = filesOf(join(source, 'core'))
			.flatMap(importsOf)
			.filter(({ target, file }) => target === 'better-sqlite3' && !file.startsWith('core/store/'));
		expect(elsewhere).toEqual([]);
	});
});

describe('the built entries', () => {
	it('of the shell finds its other files from its own place: none of its chunks looks for any', () => {
		const chunks = resolve(root, 'out/main/chunks');
		const lost = readdirSync(chunks).filter(
			(name) =>
				name.endsWith('.js') && /preload\/index\.cjs|\.\.\/renderer/.test(readFileSync(join(chunks, name), 'utf8')),
		);
		expect(lost).toEqual([]);
		expect(readFileSync(resolve(root, 'out/main/index.mjs'), 'utf8')).toContain('preload/index.cjs');
	});

	it.each([
		['sandbox', sandboxEntry],
		['reaper', reaperEntry],
		['reader', readerEntry],
		['flows', flowsEntry],
	])('the %s stands alone: it requires nothing but what Node brings', (_, entry) => {
		const text = readFileSync(entry, 'utf8');
		const targets = [
			...text.matchAll(
				/(?:^|[\s;])(?:import|export)\s[^'"();]*?from\s*["']([^"']+)["']|^import\s*["']([^"']+)["']|(?:require|import)\(\s*["']([^"']+)["']\s*\)/gm,
			),
		].map(([, from, bare, called]) => from ?? bare ?? called ?? '');
		expect(targets.length).toBeGreaterThan(0);
		expect(targets.filter((target) => !target.startsWith('node:') && !builtinModules.includes(target))).toEqual([]);
	});

	it('the sandbox carries no schema library and none of the engine', () => {
		const { sources } = JSON.parse(readFileSync(`${sandboxEntry}.map`, 'utf8')) as {
			readonly sources: readonly string[];
		};
		expect(sources.length).toBeGreaterThan(5);
		expect(sources.filter((path) => !/src\/(sandbox|shared)\//.test(path))).toEqual([]);
	});
});
