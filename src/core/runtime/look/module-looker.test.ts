import { afterEach, describe, expect, it } from 'vitest';
import { reaperEntry, sandboxEntry } from '../../../../test/support/built.ts';
import { manyExports } from '../../../../test/support/guests/many-exports.ts';
import { bytesOf, named, section } from '../../../../test/support/guests/wasm-bytes.ts';
import { wat } from '../../../../test/support/guests/wat.ts';
import {
	type MemoryAdapter,
	type MemoryChild,
	memoryAdapter,
} from '../../../../test/support/processes/memory-adapter.ts';
import { answering } from '../../../../test/support/scratch/scratch-core.ts';
import { componentOf, echoTransformer } from '../../../../test/support/wasi/component.ts';
import type { ModuleAnatomy } from '../../../shared/plugin/module/module-anatomy.ts';
import type { ModuleReport } from '../../../shared/plugin/plugin-record.ts';
import { LOOK_PIECE_BYTES, type LookFrame, type ParentFrame } from '../../../shared/sandbox/frames.ts';
import { unpackBundle } from '../../../shared/wasm/component/bundle.ts';
import { GENERATED_FILE } from '../../../shared/wasm/component/transpiler.ts';
import { nothingKnown } from '../../../shared/wasm/report-module.ts';
import { forkAdapter } from '../process/fork-adapter.ts';
import type { ProcessAdapter } from '../process-adapter.ts';
import { ModuleLooker } from './module-looker.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

function lookerOf(
	adapter: ProcessAdapter,
	budgets: { heapLimitMiB?: number; lookMs?: number; transpileMs?: number } = {},
): ModuleLooker {
	const looker = new ModuleLooker({ adapter, budgets });
	closing.push(async () => {
		await looker.close();
		await adapter.dispose?.();
	});
	return looker;
}

/** A real adapter that counts its processes. */
function counting(): { readonly adapter: ProcessAdapter; readonly started: () => number } {
	const adapter = forkAdapter({ entry: sandboxEntry, reaperEntry });
	let started = 0;
	const spawn: ProcessAdapter['spawn'] = (options) => {
		started += 1;
		return adapter.spawn(options);
	};
	return { adapter: { ...adapter, spawn }, started: () => started };
}

const reasonOf = ({ problems }: ModuleReport): unknown => problems[0]?.details?.['reason'];

/** Exports so many names that a small heap cannot hold them. */
const manyNames = (): Uint8Array => manyExports(98_000);

describe('looking in a real process', () => {
	it('tells of several modules with one process, whatever their size', async () => {
		const { adapter, started } = counting();
		const looker = lookerOf(adapter);
		const small = await wat(answering('1'));
		const large = bytesOf(small, section(0, named('x'), new Uint8Array(5 * 1024 * 1024)));
		const reports = await Promise.all([small, large, small].map((module) => looker.look(module)));
		for (const report of reports) {
			expect(report).toMatchObject({ abi: 'dataflare/1', type: 'processor', problems: [], unlisted: 0 });
		}
		expect(started()).toBe(1);
	});

	it('makes each component ready in a process that is handed nothing else, one after another, and refuses in the validator’s words', async () => {
		const { adapter, started } = counting();
		const looker = lookerOf(adapter);
		const component = await componentOf(echoTransformer(), 'transformer-plugin');
		const broken = Uint8Array.from(component);
		broken.fill(0xff, broken.length - 40);
		const [report, first, refused, again] = await Promise.all([
			looker.look(component),
			looker.transpile(component),
			looker.transpile(broken).catch((error: unknown) => error),
			looker.transpile(component),
		]);
		expect(report).toMatchObject({ abi: 'component', problems: [] });
		expect([...unpackBundle(first as Uint8Array).keys()]).toContain(GENERATED_FILE);
		expect(Buffer.from(again as Uint8Array).equals(first as Uint8Array)).toBe(true);
		expect(refused).toMatchObject({ code: 'plugin_load', details: { reason: 'component_invalid' } });
		expect(started()).toBe(4);
	});

	it('loses a process to a component that takes too long to be made ready, and the next one has another', async () => {
		const { adapter, started } = counting();
		const hasty = lookerOf(adapter, { transpileMs: 1 });
		const component = await componentOf(echoTransformer(), 'transformer-plugin');
		await expect(hasty.transpile(component)).rejects.toMatchObject({ details: { reason: 'look_failed' } });
		expect(await hasty.look(component)).toMatchObject({ abi: 'component' });
		expect(started()).toBe(2);
	});

	it('ends one that holds more than reading needs, where nothing else bounds it', async () => {
		const { adapter, started } = counting();
		const pids: number[] = [];
		const looker = lookerOf({
			...adapter,
			async measureMemory(asked) {
				pids.push(...asked);
				return new Map(asked.map((pid) => [pid, 2 ** 40]));
			},
		});
		// It is looked at long enough to be measured.
		const large = bytesOf(await wat(answering('1')), section(0, named('x'), new Uint8Array(200 * 1024 * 1024)));
		const report = await looker.look(large);
		expect(reasonOf(report)).toBe('look_failed');
		expect(report.problems[0]?.message).toContain('more memory');
		expect(pids.length).toBeGreaterThan(0);
		expect(started()).toBe(1);
	});

	it('loses a process and no more to a module that is too much for it, and looks at the next one in a new one', async () => {
		const { adapter, started } = counting();
		const looker = lookerOf(adapter, { heapLimitMiB: 16 });
		const [bad, good] = await Promise.all([looker.look(manyNames()), looker.look(await wat(answering('1')))]);
		expect(reasonOf(bad)).toBe('look_failed');
		expect(bad.problems[0]?.message).toContain('ran out of memory');
		expect(good.problems).toEqual([]);
		expect(started()).toBe(2);
	});

	it('holds a hundred thousand names without listing them', async () => {
		const report = await lookerOf(counting().adapter).look(manyNames());
		expect(report).toMatchObject({ problems: [], type: 'processor' });
		expect(report.exports.length + report.unlisted).toBe(98_002);
		expect(report.exports.length).toBeLessThanOrEqual(1_000);
		expect(JSON.stringify(report).length).toBeLessThan(100_000);
	});

	it('says that there will be none once it is closed, and leaves no process', async () => {
		const looker = lookerOf(counting().adapter);
		const look = looker.look(await wat(answering('1')));
		const refused = expect(look).rejects.toMatchObject({ code: 'cancelled' });
		await looker.close();
		await refused;
		await expect(looker.look(new Uint8Array(8))).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('tells nothing of a module where no process is to be had', async () => {
		const adapter = forkAdapter({ entry: sandboxEntry, reaperEntry, execPath: '/nonexistent/node' });
		await expect(lookerOf(adapter).look(new Uint8Array(8))).rejects.toMatchObject({ code: 'runtime' });
	});
});

const report = new TextEncoder().encode(JSON.stringify(nothingKnown));
const reply = (frame: ParentFrame, more: object): object => ({ v: 1, gen: frame.gen, ...more });
const looked = (frame: LookFrame, text: string): object =>
	reply(frame, { t: 'looked', id: frame.id, report: new TextEncoder().encode(text) });
const changed = (change: object): string => JSON.stringify({ ...nothingKnown, ...change });
const tool = { role: 'sdk', name: 'x', version: '' };
const anatomy: ModuleAnatomy = {
	kind: 'library',
	tools: [],
	runtimes: [],
	features: [],
	imports: [],
	sizes: { code: 0, data: 0, custom: 0, strippable: 0 },
	functions: 0,
	customSections: [],
};
const entry = { name: 'x', kind: 'function', signature: null };

/** Answers as a process that whoever owns it would write. */
function lying(answer: (frame: LookFrame, child: MemoryChild) => object | null): MemoryAdapter {
	return memoryAdapter((child) => {
		child.onMessage((message) => {
			const frame = message as ParentFrame;
			if (frame.t === 'boot') child.post(reply(frame, { t: 'ready', memoryProof: true, layers: [] }));
			const said = frame.t === 'look' ? answer(frame, child) : null;
			if (said !== null) child.post(said);
		});
	});
}

describe('a process that was taken over', () => {
	it.each<readonly [string, (frame: LookFrame, child: MemoryChild) => object | null]>([
		['sends no frame', () => ({ a: 1 })],
		['speaks another protocol', (frame) => ({ ...looked(frame, changed({})), v: 2 })],
		['answers what was not asked', (frame) => ({ ...looked(frame, changed({})), id: 99 })],
		['is ready twice', (frame) => reply(frame, { t: 'ready', memoryProof: true, layers: [] })],
		['wants more than there is', (frame) => reply(frame, { t: 'look-more', id: frame.id })],
		['answers a call', (frame) => reply(frame, { t: 'result', id: frame.id })],
		['answers with no bytes', (frame) => reply(frame, { t: 'looked', id: frame.id, report: 'x' })],
		[
			'answers with too many bytes',
			(frame) => reply(frame, { t: 'looked', id: frame.id, report: new Uint8Array(3e6) }),
		],
		['answers with no text', (frame) => reply(frame, { t: 'looked', id: frame.id, report: Uint8Array.of(0xff) })],
		['answers with no JSON', (frame) => looked(frame, '{')],
		['answers with a list', (frame) => looked(frame, '[]')],
		['lists too many exports', (frame) => looked(frame, changed({ exports: Array(1_001).fill(entry) }))],
		['lists what is no export', (frame) => looked(frame, changed({ exports: [1] }))],
		['names an unknown kind', (frame) => looked(frame, changed({ exports: [{ ...entry, kind: 'x' }] }))],
		['names an unknown kind of guest', (frame) => looked(frame, changed({ anatomy: { ...anatomy, kind: 'x' } }))],
		['names an unknown feature', (frame) => looked(frame, changed({ anatomy: { ...anatomy, features: ['x'] } }))],
		[
			'names too many tools',
			(frame) => looked(frame, changed({ anatomy: { ...anatomy, tools: Array(25).fill(tool) } })),
		],
		['groups imports by nothing', (frame) => looked(frame, changed({ anatomy: { ...anatomy, imports: [{}] } }))],
		['tells of no sizes', (frame) => looked(frame, changed({ anatomy: { ...anatomy, sizes: { code: -1 } } }))],
		['names an unknown interface', (frame) => looked(frame, changed({ abi: 'x' }))],
		[
			'has a memory of minus one',
			(frame) => looked(frame, changed({ memory: { minimumBytes: -1, maximumBytes: null } })),
		],
		[
			'has a manifest outside of any file',
			(frame) => looked(frame, changed({ manifestAt: { start: 1e9, length: 1 } })),
		],
		['has a manifest of a gigabyte', (frame) => looked(frame, changed({ manifestAt: { start: 0, length: 1e9 } }))],
		['has a problem without a message', (frame) => looked(frame, changed({ problems: [{ code: 'runtime' }] }))],
		[
			'ends without an answer',
			(_, child) => {
				child.exit(1);
				return null;
			},
		],
		['never answers', () => null],
	])('and %s is ended, and nothing of it is believed', async (_, answer) => {
		const adapter = lying(answer);
		const told = await lookerOf(adapter, { lookMs: 300 }).look(new Uint8Array(8));
		expect(reasonOf(told)).toBe('look_failed');
		expect(told.exports).toEqual([]);
		await expect.poll(() => adapter.alive).toBe(0);
	});

	it.each<readonly [string, (looker: ModuleLooker) => Promise<unknown>]>([
		['reads a module', (looker) => looker.look(new Uint8Array(40 * LOOK_PIECE_BYTES))],
		['makes a component ready', (looker) => looker.transpile(new Uint8Array(40 * LOOK_PIECE_BYTES))],
	])('has one limit for all that it does where it %s, however slowly it asks for each piece', async (_, work) => {
		let pieces = 0;
		const adapter = lying((frame, child) => {
			pieces += 1;
			if (frame.what === 'transpiler') return reply(frame, { t: 'look-more', id: frame.id });
			const isWhole = frame.offset + frame.piece.length === frame.size;
			// Well within the limit, each time.
			if (!isWhole) setTimeout(() => child.post(reply(frame, { t: 'look-more', id: frame.id })), 50);
			return null;
		});
		const looker = lookerOf(adapter, { lookMs: 400, transpileMs: 400 });
		const told = await work(looker).catch((error: unknown) => ({ problems: [error] }));
		expect(told).toMatchObject({
			problems: [{ message: expect.stringContaining('longer than 0.4 seconds'), details: { reason: 'look_failed' } }],
		});
		expect(pieces).toBeLessThan(40);
		await expect.poll(() => adapter.alive).toBe(0);
	});

	it('is believed where it says what a process may say', async () => {
		const adapter = lying((frame) => reply(frame, { t: 'looked', id: frame.id, report }));
		expect(await lookerOf(adapter).look(new Uint8Array(8))).toEqual(nothingKnown);
	});
});
