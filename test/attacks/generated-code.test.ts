import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime } from '../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import type { GuestSpec, Runtime } from '../../src/core/runtime/runtime.ts';
import { packBundle } from '../../src/shared/wasm/component/bundle.ts';
import { GENERATED_FILE, IMPORTS_FILE } from '../../src/shared/wasm/component/transpiler.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { emptyBroker, guestSpec, textCall, textOf } from '../support/guests/guest-spec.ts';

/**
 * What could be done by whoever had a component become JavaScript of their own: the code that links components is put in
 * place here as an attacker would have it.
 */
let runtime: Runtime;
beforeAll(() => {
	runtime = createRuntime({ adapter: forkAdapter({ entry: sandboxEntry, reaperEntry }), broker: emptyBroker });
});
afterAll(() => runtime.dispose());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function specOf(script: string, changes: Partial<GuestSpec> = {}): GuestSpec {
	const module = packBundle([
		{ name: GENERATED_FILE, bytes: bytes(script) },
		{ name: IMPORTS_FILE, bytes: bytes('[]') },
	]);
	const { guest } = guestSpec();
	return guestSpec({ module, guest: { ...guest, abi: 'component' }, ...changes });
}

/** A transformer whose answer is what `body` returns, as JSON. */
const transformer = (body: string, before = ''): string => `${before}
	export const instantiate = async () => ({ 'dataflare:plugin/transformer@1.0.0': {
		transform: async () => new TextEncoder().encode(JSON.stringify(await (async () => { ${body} })())),
	} });`;

async function answerOf(script: string): Promise<unknown> {
	const pool = await runtime.open(specOf(script));
	try {
		return JSON.parse(await textOf(pool.call(textCall('transform_data', '1'))));
	} finally {
		await pool.close();
	}
}

const acts: Readonly<Record<string, string>> = {
	'reads files': "return import('node:fs')",
	'opens connections': "return import('node:net')",
	'starts processes': "return import('node:child_process')",
	'starts threads': "return import('node:worker_threads')",
	'debugs itself': "return import('node:inspector')",
	'makes a realm': "return import('node:vm')",
	'loads a text': "return import('data:text/javascript,export default 1')",
	'loads a file': "return import('file:///etc/hostname')",
	'loads itself again': 'return import(import.meta.url)',
	'loads under the name of the next': "return import('dataflare-generated:2')",
	'requires a module': "return require('fs')",
	'gets a built-in module': "return process.getBuiltinModule('fs')",
	'gets native bindings': "return process.binding('fs')",
	'loads native code': "return process.dlopen({ exports: {} }, '/x.node')",
	'kills a process': 'return process.kill(process.ppid, 9)',
	'evaluates a text': "return eval('1')",
	'makes a function': "return new Function('return 1')()",
	'makes an asynchronous function': "return new (Object.getPrototypeOf(async () => {}).constructor)('return 1')()",
	fetches: "return fetch('http://127.0.0.1/')",
	'exchanges WebAssembly': "WebAssembly.Module = 1; if (WebAssembly.Module !== 1) throw new Error('kept')",
	'changes what modules are': "WebAssembly.Instance.prototype.exports = 1; throw new Error('kept')",
};

describe('JavaScript in the place of the code that links a component', () => {
	it('is one of the processes that every act is tried in', async () => {
		expect(await answerOf(transformer("return { is: 'here' }"))).toEqual({ is: 'here' });
	});

	it('can do nothing that the process cannot do', async () => {
		const tried = Object.entries(acts).map(
			([what, act]) =>
				`try { await (async () => { ${act} })(); done.push(${JSON.stringify(what)}); } catch { refused.push(${JSON.stringify(what)}); }`,
		);
		const answer = await answerOf(
			transformer(`const done = [], refused = []; ${tried.join('\n')} return { done, refused };`),
		);
		expect(answer).toEqual({ done: [], refused: Object.keys(acts) });
	});

	it('finds no environment, no arguments and no way to other code', async () => {
		const answer = await answerOf(
			transformer(
				'return [Object.keys(process.env).length, typeof process.mainModule, typeof process.report, typeof navigator]',
			),
		);
		expect(answer).toEqual([0, 'undefined', 'undefined', 'undefined']);
	});

	it.each([
		["import fs from 'node:fs';", 'a module'],
		["export * from 'node:net';", 'a module that it hands on'],
		["await import('node:fs');", 'a module while it is loaded'],
		['}{', 'nothing, as it is no code'],
	])('that begins with %s is not loaded: it wants %s', async (beginning) => {
		await expect(runtime.open(specOf(transformer('return 1', beginning)))).rejects.toMatchObject({
			code: 'plugin_load',
			details: { reason: 'component_unlinkable' },
		});
	});

	it.each([
		['offers nothing', 'export const other = 1;'],
		['never links', 'export const instantiate = () => new Promise(() => {});'],
		['spins', 'export const instantiate = () => { for (;;); };'],
		['answers what is no component', 'export const instantiate = async () => null;'],
		['throws a thing that is no error', 'export const instantiate = async () => { throw null; };'],
		['takes the memory', 'const all = []; for (;;) all.push(new Uint8Array(1 << 26).fill(1));'],
		[
			'rejects what nobody waits for',
			"Promise.reject(new Error('x')); export const instantiate = () => new Promise(() => {});",
		],
	])('that %s is a plugin that does not start, in bounded time', async (_, script) => {
		await expect(runtime.open(specOf(script, { timeoutMs: 1_500 }))).rejects.toMatchObject({
			code: expect.stringMatching(/^(plugin_load|timeout|memory_limit|runtime|plugin_execution)$/),
			message: expect.stringMatching(/\w/),
		});
	});

	it.each([
		['a text', "'x'"],
		['a number', '1'],
		['a view of a larger number of bytes than it has', '{ length: 5, byteLength: 5 }'],
		['more bytes than may be', 'new Uint8Array(70 * 1024 * 1024)'],
		['what throws when it is looked at', "new Proxy([], { get() { throw new Error('no'); } })"],
	])('that answers with %s is told that this is no batch', async (_, answer) => {
		const script = `export const instantiate = async () => ({ 'dataflare:plugin/transformer@1.0.0': { transform: async () => (${answer}) } });`;
		const pool = await runtime.open(specOf(script, { timeoutMs: 5_000, memoryLimitBytes: 16 * 1024 * 1024 }));
		await expect(pool.call(textCall('transform_data', '1'))).rejects.toMatchObject({
			code: expect.stringMatching(/^(plugin_execution|invalid_input)$/),
		});
		await pool.close();
	});
});
