import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcessAdapter } from '../../src/core/runtime/process-adapter.ts';
import type { AuthorLanguage } from '../../src/shared/plugin/authoring/authoring.ts';
import { type ComponentType, componentTypes } from '../../src/shared/plugin/component-type.ts';
import { sharedAdapter } from '../support/processes/shared-adapter.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { clang, rustcFor } from '../support/values/compilers.ts';

let engine: ScratchCore;
beforeAll(async () => {
	engine = await scratchCore({ builds: true });
});
afterAll(() => engine.dispose());

const placeOf = (name: string): string => join(engine.folder, 'made', name);

async function begin(language: AuthorLanguage, role: ComponentType, name: string): Promise<string> {
	const { folder } = await engine.ask('authoring.create', { folder: placeOf(name), language, role, name });
	return folder;
}

/** JavaScript takes a while to become a component: its roles differ in their interface alone. */
const tools: Readonly<Record<AuthorLanguage, readonly ComponentType[]>> = {
	assemblyscript: componentTypes,
	wat: componentTypes,
	c: clang === undefined ? [] : componentTypes,
	rust: rustcFor('wasm32-unknown-unknown') === undefined ? [] : componentTypes,
	javascript: ['filter', 'destination'],
};
const begun = Object.entries(tools).flatMap(([language, roles]) =>
	roles.map((role) => [language as AuthorLanguage, role] as const),
);

describe('a new plugin', () => {
	it.each(begun)('in %s, as a %s, builds, passes its case and can be packed without any advice', async (...what) => {
		const [language, role] = what;
		const folder = await begin(language, role, `${role}-${language}`);
		const answer = await engine.core().request('authoring.build', { folder });
		const built = answer.ok ? answer.data : answer.error;
		expect(built).toMatchObject({ plugin: `${role}-${language}`, changed: true });
		expect(await engine.ask('authoring.validate', { path: folder })).toMatchObject({
			...{ refusal: null, warnings: [], advice: [] },
		});
		const { cases, counts } = await engine.ask('authoring.test', { folder });
		expect(cases.map(({ differences, outcome }) => ({ differences, error: outcome.error }))).toEqual([
			{ differences: [], error: undefined },
		]);
		expect(counts).toEqual({ passed: 1, failed: 0, recorded: 0, unsaid: 0 });
		const { path } = await engine.ask('plugins.pack', { path: folder, to: folder });
		expect(await engine.ask('authoring.validate', { path })).toMatchObject({ refusal: null });
	});

	it('takes a folder that is empty, and no other; a refusal leaves everything as it was', async () => {
		const folder = placeOf('taken');
		mkdirSync(folder, { recursive: true });
		await begin('wat', 'filter', 'taken');
		expect(readdirSync(folder)).toContain('plugin.json');
		writeFileSync(join(folder, 'plugin.json'), 'mine');
		const asked = { folder, language: 'c', role: 'source', name: 'taken' } as const;
		expect(await engine.fail('authoring.create', asked)).toMatchObject({
			...{ code: 'conflict', details: { reason: 'folder_not_empty' } },
		});
		expect(readFileSync(join(folder, 'plugin.json'), 'utf8')).toBe('mine');
		expect(readdirSync(join(folder, '..')).filter((name) => name.startsWith('.dataflare-'))).toEqual([]);
	});

	it('comes under the licence that was chosen, with its holder, or under none', async () => {
		const made = (name: string, licence: 'ISC' | 'none') =>
			engine.ask('authoring.create', {
				...{ folder: placeOf(name), language: 'wat', role: 'filter', name, licence, author: 'Ada' },
			});
		await made('licensed', 'ISC');
		expect(readFileSync(join(placeOf('licensed'), 'LICENSE'), 'utf8')).toMatch(/^ISC[\s\S]*\(c\) Ada/);
		await made('unlicensed', 'none');
		expect(existsSync(join(placeOf('unlicensed'), 'LICENSE'))).toBe(false);
		expect(readFileSync(join(placeOf('unlicensed'), 'plugin.json'), 'utf8')).not.toContain('"license"');
	});
});

it('names the versions of the compilers that it was tried with here', async () => {
	const own = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as Packages;
	for (const language of ['assemblyscript', 'wat', 'javascript'] as const) {
		const folder = await begin(language, 'filter', `versions-${language}`);
		const made = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Packages;
		expect(own.devDependencies).toMatchObject(made.devDependencies);
	}
});

interface Packages {
	readonly devDependencies: Readonly<Record<string, string>>;
}

describe('a build', () => {
	let folder: string;
	const source = () => join(folder, 'src/plugin.wat');
	const module = () => readFileSync(join(folder, 'built.wasm'));
	beforeAll(async () => {
		folder = await begin('wat', 'filter', 'built');
		await engine.ask('authoring.build', { folder });
	});

	it('says that nothing changed where the module is the same', async () => {
		expect(await engine.ask('authoring.build', { folder })).toMatchObject({ changed: false });
	});

	it('keeps the last good module where the compiler fails, and hands on what it said', async () => {
		const [text, good] = [readFileSync(source(), 'utf8'), module()];
		writeFileSync(source(), `${text} (nonsense`);
		expect(await engine.fail('authoring.build', { folder })).toMatchObject({
			code: 'invalid_input',
			details: { reason: 'build_failed', tool: 'wat2wasm', output: expect.stringContaining('plugin.wat') },
		});
		expect(module()).toEqual(good);
		writeFileSync(source(), text);
	});

	it('keeps the last good module where what was made is no plugin of its role', async () => {
		const [text, good] = [readFileSync(source(), 'utf8'), module()];
		writeFileSync(source(), text.replace('"filter_data"', '"filter_dota"'));
		expect((await engine.fail('authoring.build', { folder })).message).toContain('filter_data');
		expect(module()).toEqual(good);
		expect(existsSync(join(folder, '.build/refused-built.wasm'))).toBe(true);
		writeFileSync(source(), text);
	});

	it.each<readonly [string, unknown, object]>([
		['a tool that is not there', { steps: [['no-such-tool']] }, { reason: 'tool_missing', tool: 'no-such-tool' }],
		[
			'a target that no compiler has',
			{ steps: [['rustc', '--target', 'pdp11-unknown-none', 'x.rs']] },
			{ reason: 'tool_missing', tool: 'rustc' },
		],
		['no steps', { steps: [] }, { reason: 'recipe_invalid', path: 'steps' }],
		['another key', { step: [] }, { reason: 'recipe_invalid' }],
	])('says what is wrong with %s, before anything runs', async (_, recipe, details) => {
		const good = module();
		const file = join(folder, 'build.json');
		const text = readFileSync(file, 'utf8');
		writeFileSync(file, JSON.stringify(recipe));
		expect(await engine.fail('authoring.build', { folder })).toMatchObject({ details });
		expect(module()).toEqual(good);
		writeFileSync(file, text);
	});

	it('says that a folder has no recipe, or is no plugin’s', async () => {
		const other = await engine.plugin('no-recipe', '(module (memory (export "memory") 1))');
		expect(await engine.fail('authoring.build', { folder: other })).toMatchObject({ details: { reason: 'no_recipe' } });
		expect(await engine.fail('authoring.recipe', { folder: engine.folder })).toMatchObject({
			details: { reason: 'no_manifest' },
		});
	});

	it('runs in no program that was not told that it may: a window is not', async () => {
		const other = await scratchCore();
		try {
			expect(await other.fail('authoring.build', { folder })).toMatchObject({
				...{ code: 'permission_denied', details: { reason: 'builds_off' } },
			});
			expect(await other.ask('authoring.recipe', { folder })).toMatchObject({ steps: [['wat2wasm', ...words]] });
		} finally {
			await other.dispose();
		}
	});
	const words = ['src/plugin.wat', '-o', 'built.wasm'];

	it('runs no shell: what a shell would act on is a word', async () => {
		const file = join(folder, 'build.json');
		const text = readFileSync(file, 'utf8');
		writeFileSync(
			file,
			JSON.stringify({ steps: [['wat2wasm', 'src/plugin.wat', '-o', 'a;touch b&&$(touch c).wasm']] }),
		);
		await engine.ask('authoring.build', { folder });
		expect(readdirSync(folder).filter((name) => ['b', 'c', 'c.wasm'].includes(name))).toEqual([]);
		rmSync(join(folder, 'a;touch b&&$(touch c).wasm'));
		writeFileSync(file, text);
	});
});

describe('the cases of a plugin', () => {
	let folder: string;
	const file = () => join(folder, 'cases/first.json');
	const put = (value: unknown, name = 'first'): void =>
		writeFileSync(join(folder, `cases/${name}.json`), typeof value === 'string' ? value : JSON.stringify(value));
	beforeAll(async () => {
		folder = await begin('wat', 'transformer', 'tried');
		await engine.ask('authoring.build', { folder });
	});

	it('fail with the place where what comes out differs', async () => {
		put({ input: [{ a: 1 }], expected: { output: [{ number: 2, record: { a: 1 } }] } });
		const { cases, counts } = await engine.ask('authoring.test', { folder });
		expect(counts).toMatchObject({ passed: 0, failed: 1 });
		expect(cases[0]?.differences).toEqual([{ at: 'output[0].number', expected: 2, actual: 1 }]);
	});

	it('are written anew where that is asked for, with all else as it was', async () => {
		put({ name: 'numbers', input: [{ a: 1 }], config: { first: 7 } });
		expect((await engine.ask('authoring.test', { folder })).counts).toMatchObject({ unsaid: 1 });
		expect((await engine.ask('authoring.test', { folder, update: true })).counts).toMatchObject({ recorded: 1 });
		expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
			...{ name: 'numbers', input: [{ a: 1 }], config: { first: 7 } },
			expected: { output: [{ number: 7, record: { a: 1 } }] },
		});
		expect((await engine.ask('authoring.test', { folder })).counts).toMatchObject({ passed: 1 });
	});

	it('can expect a failure, and call one function', async () => {
		put({ input: [{ a: 1 }], config: { first: -1 }, expected: { error: 'config' } });
		put({ fn: 'transform_data', input: { a: 1 }, expected: { output: { number: 1, record: { a: 1 } } } }, 'second');
		const { cases, counts } = await engine.ask('authoring.test', { folder });
		expect({ counts, differences: cases.flatMap(({ differences }) => differences) }).toMatchObject({
			...{ counts: { passed: 2 }, differences: [] },
		});
		rmSync(join(folder, 'cases/second.json'));
	});

	it.each<readonly [string, unknown, string]>([
		['no JSON', '{', ''],
		['a misspelt key', { inptu: [] }, ''],
		['records that are no list', { input: { a: 1 } }, 'input'],
		['a file outside the folder', { input_file: '../secret' }, 'input_file'],
		['two inputs', { input: [], input_file: 'samples/records.ndjson' }, ''],
	])('name the file that is none: %s', async (_, value, path) => {
		put(value);
		expect(await engine.fail('authoring.test', { folder })).toMatchObject({
			code: 'configuration',
			details: { reason: 'case_invalid', file: 'cases/first.json', path: expect.stringContaining(path) },
		});
	});

	it('leave nothing in the engine that was asked: neither a run nor a plugin', async () => {
		put({ input: [{ a: 1 }] });
		await engine.ask('authoring.test', { folder });
		expect(await engine.ask('plugins.list', {})).toEqual([]);
		expect(await engine.ask('runs.list', {})).toMatchObject({ total: 0 });
	});

	it('say that there are none', async () => {
		rmSync(file());
		expect(await engine.fail('authoring.test', { folder })).toMatchObject({ details: { reason: 'no_cases' } });
	});
});

describe('a plugin that is tried', () => {
	it('reaches its own data folder alone, unless its author grants all it asks for', async () => {
		const folder = await begin('wat', 'destination', 'writes');
		await engine.ask('authoring.build', { folder });
		const outside = join(engine.folder, 'outside');
		mkdirSync(outside);
		const manifest = join(folder, 'plugin.json');
		const text = JSON.parse(readFileSync(manifest, 'utf8')) as object;
		const asks = { allow_file_system: true, allowed_paths: ['./out/', outside] };
		writeFileSync(manifest, JSON.stringify({ ...text, security_policy: asks }));
		const path = join(outside, 'records.ndjson');
		writeFileSync(join(folder, 'cases/first.json'), JSON.stringify({ input: [{ a: 1 }], config: { path } }));
		const [own] = (await engine.ask('authoring.test', { folder })).cases;
		expect({ error: own?.outcome.error, there: existsSync(path) }).toEqual({
			...{ error: expect.stringContaining('written'), there: false },
		});
		await engine.ask('authoring.test', { folder, grant: 'asked' });
		expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n');
	});

	it('is looked at once, however it is then validated, tried and packed', async () => {
		const started: string[] = [];
		const real = sharedAdapter();
		const adapter: ProcessAdapter = {
			...real,
			spawn(options) {
				started.push(options.name);
				return real.spawn(options);
			},
		};
		const own = await scratchCore({ builds: true, adapter });
		try {
			const folder = join(own.folder, 'made/once');
			await own.ask('authoring.create', { folder, language: 'wat', role: 'filter', name: 'once' });
			await own.ask('authoring.build', { folder });
			await own.ask('authoring.validate', { path: folder });
			expect((await own.ask('authoring.test', { folder })).counts).toMatchObject({ passed: 1 });
			const { path } = await own.ask('plugins.pack', { path: folder, to: folder });
			await own.ask('authoring.validate', { path });
			await own.ask('plugins.install', { path });
		} finally {
			await own.dispose();
		}
		expect(started.toSorted()).toEqual(['dataflare-look', 'dataflare-sandbox']);
	});

	it('is measured, beside the package before it', async () => {
		const folder = await begin('wat', 'filter', 'measured');
		await engine.ask('authoring.build', { folder });
		const alone = await engine.ask('authoring.bench', { path: folder, records: 500 });
		expect(alone).toMatchObject({ plugin: 'measured', before: null, againstPath: null });
		await engine.ask('plugins.pack', { path: folder, to: folder });
		const { now, before } = await engine.ask('authoring.bench', { path: folder, records: 500 });
		for (const each of [alone.now, now, before]) {
			expect(each?.recordsPerSecond).toBeGreaterThan(0);
			expect(each?.callsPerSecond).toBeGreaterThan(0);
			expect(each?.coldStartMs).toBeGreaterThan(0);
			expect(each?.peakMemoryBytes).toBeGreaterThanOrEqual(17 * 65536);
		}
		expect(before?.sha256).toBe(now.sha256);
	});
});

it('advises what a plugin lacks, and says why one cannot be installed', async () => {
	const { path } = { path: await engine.plugin('bare', '(module (memory (export "memory") 1))') };
	const { refusal, advice } = await engine.ask('authoring.validate', { path });
	expect(refusal?.message).toContain('process_data');
	expect(advice.map(({ reason }) => reason)).toEqual([
		...['advice_no_readme', 'advice_no_description', 'advice_no_version', 'advice_no_licence'],
		...['advice_no_changelog', 'advice_no_cases', 'advice_no_sample'],
	]);
});
