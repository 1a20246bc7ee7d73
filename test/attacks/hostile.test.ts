import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import { clampMemory } from '../../src/shared/wasm/clamp-memory.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { wat } from '../support/guests/wat.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { isLong } from '../support/values/tries.ts';

const MEMORY_BYTES = 1_048_576;
const folder = join(import.meta.dirname, '../hostile');
/** Its time is short where it is expected to run out, and otherwise far above what any machine takes. */
const manifestFor = (expected: string): object => {
	const [memory, ms] = [MEMORY_BYTES, expected === 'timeout' ? 150 : 20_000];
	return { memory_limit: memory, timeout_ms: ms, security_policy: { max_memory: memory, max_execution_time: ms } };
};
const cases = readdirSync(folder).map((file) => {
	const source = readFileSync(join(folder, file), 'utf8');
	const [misbehaviour = '', expected = '', more = ''] = source
		.split('\n')
		.map((line) => line.replace(/^;; (expect: |manifest: )?/, ''));
	const own = source.includes('\n;; manifest: ') ? (JSON.parse(more) as object) : {};
	return {
		name: file.replace('.wat', ''),
		misbehaviour,
		expected,
		source,
		manifest: { ...manifestFor(expected), ...own },
	};
});

let scratch: ScratchCore;

const call = (name: string) => ({ name, fn: 'process_data', input: '{}' });

/** Installs and calls; answers with the code of whatever refused, or `ok`. */
async function outcome(name: string): Promise<string> {
	const installed = await scratch.core().request('plugins.install', { path: join(scratch.folder, 'made', name) });
	if (!installed.ok) return installed.error.code;
	const answer = await scratch.core().request('plugins.call', call(name));
	if (answer.ok) return 'ok';
	expect(answer.error.message.length).toBeGreaterThan(10);
	return answer.error.code;
}

/** What has to do with where a memory ends, or with whether there is one; in the long form, all run in either way. */
const ofMemory = cases.filter(({ name, expected }) =>
	/memory|outside|bounds|byte|crosses|at-end|claims|grows|bomb|huge|too-large/.test(`${name} ${expected}`),
);

/** An engine whose guests have their memory limited in this way, with a plugin that has nothing to do with them. */
function startedWith(memoryWay: 'flag' | 'rewrite'): void {
	beforeAll(async () => {
		const adapter = forkAdapter({ entry: sandboxEntry, reaperEntry, memoryWay });
		scratch = await scratchCore({ watch: false, adapter });
		await scratch.ask('plugins.install', { path: await scratch.plugin('neighbour', answering('"well"')) });
	});
	afterAll(() => scratch.dispose());
}

/** A module that ends too soon is read before its memory is limited, in either way. */
function cutOffAnywhere(): void {
	it('that is cut off anywhere is refused or works, and never more', async () => {
		const whole = await wat(answering('1'));
		const path = join(scratch.folder, 'made/cut');
		mkdirSync(path, { recursive: true });
		writeFileSync(
			join(path, 'plugin.json'),
			JSON.stringify({ name: 'cut', type: 'processor', module_path: './cut.wasm' }),
		);
		for (let length = 0; length < whole.length; length += 3) {
			writeFileSync(join(path, 'cut.wasm'), whole.subarray(0, length));
			expect(['plugin_load', 'ok']).toContain(await outcome('cut'));
		}
	});
}

describe('a hostile guest', () => {
	startedWith('flag');

	it.each(cases)(
		'that $misbehaviour is met with $expected, and its neighbour works on ($name)',
		async ({ name, source, expected, manifest }) => {
			await scratch.plugin(name, source, manifest);
			expect(await outcome(name)).toBe(expected);
			// Once more: whatever it did, it did not wear anything out. What was not installed is not there to be called.
			const again = await scratch.core().request('plugins.call', call(name));
			const wasRefused = expected === 'plugin_load' || name === 'minimum-memory-above-limit';
			expect(again.ok ? 'ok' : again.error.code).toBe(again.ok || !wasRefused ? expected : again.error.code);
			expect(await scratch.ask('plugins.call', call('neighbour'))).toMatchObject({ value: 'well' });
		},
	);

	it('leaves the refused file on its run, with the rule', async () => {
		const { runs } = await scratch.ask('runs.list', { plugin: 'reads-etc-passwd' });
		const detail = await scratch.ask('runs.get', { id: runs[0]?.id ?? '' });
		expect(detail.denialList).toMatchObject([
			{ op: 'read_file', target: '/etc/passwd', rule: 'allow_file_system: false' },
		]);
	});

	cutOffAnywhere();
});

describe('a hostile guest whose memory is limited in its module', () => {
	startedWith('rewrite');

	it.each(isLong ? cases : ofMemory)(
		'and that $misbehaviour is met with $expected as well ($name)',
		async ({ name, source, expected, manifest }) => {
			await scratch.plugin(name, source, manifest);
			expect(await outcome(name)).toBe(expected);
			expect(await scratch.ask('plugins.call', call('neighbour'))).toMatchObject({ value: 'well' });
		},
	);

	cutOffAnywhere();

	it.each(cases.filter((one) => !ofMemory.includes(one)))(
		'is what it was but for that limit ($name)',
		async ({ source }) => {
			const module = await wat(source);
			const limited = clampMemory(module, MEMORY_BYTES);
			expect(withoutMemory(limited)).toEqual(withoutMemory(module));
			expect(WebAssembly.validate(Buffer.from(limited))).toBe(WebAssembly.validate(Buffer.from(module)));
		},
	);
});

const MEMORY_SECTION = 5;

/** The sections of a module but for that of its memories, which are its own: each by its number and bytes. */
function withoutMemory(module: Uint8Array): readonly (readonly [number, string])[] {
	const sections: [number, string][] = [];
	for (let at = 8; at < module.length; ) {
		const id = module[at] ?? 0;
		let [size, shift] = [0, 0];
		for (at += 1; ; at += 1) {
			const byte = module[at] ?? 0;
			size |= (byte & 127) << shift;
			shift += 7;
			if (byte < 128) break;
		}
		at += 1;
		if (id !== MEMORY_SECTION) sections.push([id, Buffer.from(module.subarray(at, at + size)).toString('hex')]);
		at += size;
	}
	return sections;
}
