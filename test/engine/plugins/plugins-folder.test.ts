import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import { wat } from '../../support/guests/wat.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';
import { readOnly, smallDisk, type Trouble } from '../../support/trouble.ts';

let scratch: ScratchCore;
let swaps: string[];
const later: (() => void)[] = [];
beforeEach(async () => {
	scratch = await scratchCore();
	swaps = [];
});
afterEach(async () => {
	await scratch.core().close();
	for (const undo of later.splice(0)) undo();
	await scratch.dispose();
});

const call = { fn: 'process_data', input: '1' } as const;
const value = async (name: string): Promise<unknown> => (await scratch.ask('plugins.call', { name, ...call })).value;
const stateOf = async (name: string): Promise<string | undefined> =>
	(await scratch.ask('plugins.list', {})).find((plugin) => plugin.name === name)?.state;
const staged = (folder: string): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('.staging'));

/** Counts the updates that the engine took over. */
function watchUpdates(name: string): void {
	later.push(
		scratch.core().on('plugin.changed', ({ kind, plugin }) => {
			if (kind === 'updated' && plugin.name === name) swaps.push(plugin.current?.sha256 ?? '');
		}),
	);
}

/** The trouble, until the test is over. */
function put(trouble: Trouble, skip: (reason: string) => void): void {
	if ('impossible' in trouble) skip(trouble.impossible);
	else later.unshift(trouble.undo);
}

/** What an installation that cannot be written must leave: an error, no half plugin, and what was there before. */
async function refusesToInstall(pluginsDir: string, words: RegExp): Promise<void> {
	const big = join(await scratch.plugin('big', answering('"v2"'), {}, join(scratch.folder, 'next')), 'notes.txt');
	writeFileSync(big, 'x'.repeat(200_000));
	const error = await scratch.fail('plugins.install', { path: join(scratch.folder, 'next/big'), replace: true });
	expect(error).toMatchObject({
		code: 'storage',
		message: expect.stringMatching(words),
		hint: expect.stringMatching(/./),
	});
	expect(staged(pluginsDir)).toEqual([]);
	expect(await value('big')).toBe('v1');
	await scratch.restart();
	expect(await value('big')).toBe('v1');
}

describe('a plugins folder that is in trouble', () => {
	it('is made when it is missing at the start', async () => {
		rmSync(scratch.pluginsDir, { recursive: true });
		await scratch.restart();
		expect(existsSync(scratch.pluginsDir)).toBe(true);
	});

	it('that is a file is refused with a hint, and nothing is left running', async () => {
		const file = join(scratch.folder, 'a-file');
		writeFileSync(file, '');
		await expect(scratchCore({ pluginsDir: file })).rejects.toMatchObject({
			code: 'storage',
			message: expect.stringContaining('a-file'),
			hint: expect.stringContaining('another plugins folder'),
		});
	});

	it('that vanishes keeps loaded plugins answering, and is taken up again when it comes back', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('stays', answering('"here"')) });
		expect(await value('stays')).toBe('here');
		const states: string[] = [];
		later.push(scratch.core().on('folder.state', ({ state }) => states.push(state)));
		renameSync(scratch.pluginsDir, `${scratch.pluginsDir}-away`);
		await eventually(() => states.includes('missing'));
		expect(await value('stays')).toBe('here');
		renameSync(`${scratch.pluginsDir}-away`, scratch.pluginsDir);
		await eventually(() => states.includes('watching'));
		expect(await stateOf('stays')).toBe('ready');
		await scratch.plugin('late', answering('1'), {}, scratch.pluginsDir);
		await eventually(async () => (await stateOf('late')) === 'waiting_for_review');
	});

	it('that is full while a plugin is installed changes nothing', async ({ skip }) => {
		await scratch.dispose();
		const disk = mkdtempSync(join(tmpdir(), 'dataflare-disk-'));
		later.push(() => rmSync(disk, { recursive: true }));
		put(smallDisk(disk, 64), skip);
		scratch = await scratchCore({ pluginsDir: disk });
		await scratch.ask('plugins.install', { path: await scratch.plugin('big', answering('"v1"')) });
		expect(await value('big')).toBe('v1');
		await refusesToInstall(disk, /ENOSPC/);
	});

	it('that cannot be written while a plugin is installed changes nothing', async ({ skip }) => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('big', answering('"v1"')) });
		put(readOnly(scratch.pluginsDir), skip);
		await refusesToInstall(scratch.pluginsDir, /EROFS|EACCES|EPERM/);
	});
});

/** A file that kept still for so long may have been taken up, ms: two thirds of what the engine waits for. */
const RESTED_MS = 100;

/** A busy machine stops the writer for longer than it meant to pause. */
function longestPause(): { look(): void; ms(): number } {
	let last = performance.now();
	let longest = 0;
	return {
		look() {
			longest = Math.max(longest, performance.now() - last);
			last = performance.now();
		},
		ms: () => longest,
	};
}

describe('what happens in the watched folder', () => {
	const reviewed = async (name: string, json: string): Promise<string> => {
		const path = await scratch.plugin(name, answering(json), {}, scratch.pluginsDir);
		await eventually(async () => (await stateOf(name)) === 'waiting_for_review');
		await scratch.ask('policy.set', { name, policy: lockedDown });
		expect(await value(name)).toEqual(JSON.parse(json));
		watchUpdates(name);
		return join(path, `${name}.wasm`);
	};

	it('a version that cannot be stored at the moment is not a failed one, and is taken up when it can be', async () => {
		const file = await reviewed('kept', '"v1"');
		const warned: string[] = [];
		const warn = (warning: Error): number => warned.push(warning.message);
		process.on('warning', warn);
		later.push(() => process.off('warning', warn));
		const versions = join(scratch.folder, 'data/versions');
		renameSync(versions, `${versions}-away`);
		writeFileSync(file, await wat(answering('"v2"')));
		await eventually(() => warned.some((message) => message.includes(versions)));
		expect(await scratch.ask('plugins.list', {})).toMatchObject([{ name: 'kept', state: 'ready', failedUpdate: null }]);
		expect(await value('kept')).toBe('v1');
		renameSync(`${versions}-away`, versions);
		await eventually(() => swaps.length > 0);
		expect(await value('kept')).toBe('v2');
		expect(warned).toHaveLength(1);
	});

	it('a half-written module is never taken for a version', async () => {
		const file = await reviewed('half', '"v1"');
		const failures: string[] = [];
		later.push(scratch.core().on('plugin.changed', ({ kind }) => kind === 'update_failed' && failures.push(kind)));
		const bytes = await wat(answering('"v2"'));
		const pauses = longestPause();
		for (let end = 1; end <= bytes.length; end += Math.ceil(bytes.length / 8)) {
			writeFileSync(file, bytes.subarray(0, end));
			await new Promise((resolve) => setTimeout(resolve, 40));
			expect(await value('half')).toBe('v1');
			pauses.look();
		}
		writeFileSync(file, bytes);
		pauses.look();
		await eventually(async () => (await value('half')) === 'v2');
		expect(swaps).toHaveLength(1);
		// A writer that pauses for longer has finished, for all that anybody can tell: that is a failed update, not a version.
		if (pauses.ms() < RESTED_MS) expect(failures).toEqual([]);
		expect(await scratch.ask('plugins.get', { name: 'half' })).toMatchObject({ state: 'ready', failedUpdate: null });
	});

	it('a module that is renamed into place is swapped to once', async () => {
		const file = await reviewed('renamed', '"v1"');
		writeFileSync(`${file}.new`, await wat(answering('"v2"')));
		renameSync(`${file}.new`, file);
		await eventually(async () => (await value('renamed')) === 'v2');
		expect(swaps).toHaveLength(1);
	});

	it('fifty writes in a second settle to one swap, to the last one', async () => {
		const file = await reviewed('busy', '"v1"');
		const versions = await Promise.all(Array.from({ length: 50 }, (_, index) => wat(answering(`"v${index + 2}"`))));
		const pauses = longestPause();
		for (const bytes of versions) {
			writeFileSync(file, bytes);
			await new Promise((resolve) => setTimeout(resolve, 20));
			pauses.look();
		}
		await eventually(async () => (await value('busy')) === 'v51');
		expect(swaps.at(-1)).toBe(
			createHash('sha256')
				.update(versions.at(-1) ?? '')
				.digest('hex'),
		);
		if (pauses.ms() < RESTED_MS) expect(swaps).toHaveLength(1);
	});

	it('a deleted plugin is missing, and back when its files are', async () => {
		const file = await reviewed('gone', '"v1"');
		const folder = join(file, '..');
		renameSync(folder, join(scratch.folder, 'aside'));
		await eventually(async () => (await stateOf('gone')) === 'missing');
		renameSync(join(scratch.folder, 'aside'), folder);
		await eventually(async () => (await stateOf('gone')) === 'ready');
		expect(await value('gone')).toBe('v1');
		expect(swaps).toEqual([]);
	});

	it.skipIf(process.platform === 'win32')('a link that is flipped to another version is swapped to once', async () => {
		const [one, two] = [join(scratch.folder, 'one'), join(scratch.folder, 'two')];
		await scratch.plugin('linked', answering('"v1"'), {}, one);
		await scratch.plugin('linked', answering('"v2"'), {}, two);
		const link = join(scratch.pluginsDir, 'linked');
		symlinkSync(join(one, 'linked'), link);
		await eventually(async () => (await stateOf('linked')) === 'waiting_for_review');
		await scratch.ask('policy.set', { name: 'linked', policy: lockedDown });
		expect(await value('linked')).toBe('v1');
		watchUpdates('linked');
		symlinkSync(join(two, 'linked'), `${link}.new`);
		renameSync(`${link}.new`, link);
		await eventually(async () => (await value('linked')) === 'v2');
		expect(swaps).toHaveLength(1);
	});
});
