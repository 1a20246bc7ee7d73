import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { componentTypes } from '../../src/shared/plugin/component-type.ts';
import { MAX_COMPONENT_BYTES, TRANSPILER } from '../../src/shared/wasm/component/transpiler.ts';
import { lookHere } from '../support/guests/look-here.ts';
import { bytesOf, named, section } from '../support/guests/wasm-bytes.ts';
import { wat } from '../support/guests/wat.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { share } from '../support/values/tries.ts';
import { componentOf, componentText, componentWith, echoTransformer, leastOf } from '../support/wasi/component.ts';
import { interfaceOf, otherTypes, refusedInterfaces } from './cases/component-interfaces.ts';
import { alsoExported, harmlessNames, refusedNames } from './cases/components.ts';

let scratch: ScratchCore;
let echo: Uint8Array;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	echo = await componentOf(echoTransformer(), 'transformer-plugin');
});
afterAll(() => scratch.dispose());

let count = 0;

/** A file with these bytes; its path and the name of the plugin that it becomes. */
function fileOf(bytes: Uint8Array): { readonly path: string; readonly name: string } {
	count += 1;
	const name = `component-${count}`;
	const path = join(scratch.folder, `${name}.wasm`);
	writeFileSync(path, bytes);
	return { path, name };
}

async function transformed(bytes: Uint8Array): Promise<unknown> {
	const { path, name } = fileOf(bytes);
	await scratch.ask('plugins.install', { path });
	return (await scratch.ask('plugins.call', { name, fn: 'transform_data', input: '[{"a":1}]' })).value;
}

/** A number as the names of components may hold it. */
const letters = (n: number): string => String(n).replaceAll(/\d/g, (digit) => String.fromCharCode(97 + Number(digit)));

const refusal = (bytes: Uint8Array) => scratch.fail('plugins.install', { path: fileOf(bytes).path });
const reasonOf = (bytes: Uint8Array): unknown => lookHere(bytes).problems[0]?.details?.['reason'];

describe('names', () => {
	it('a component that also exports each of the names that JavaScript has other uses for runs as it should', async () => {
		const more = harmlessNames.map((name, at) => alsoExported(name, 'f', `also-${at}`)).join('\n');
		expect(await transformed(await componentWith(echo, more))).toEqual([{ a: 1 }]);
	});

	it.each(refusedNames)('$what: refused before anything is made of it', async ({ more }) => {
		const component = await componentWith(echo, more);
		expect(reasonOf(component)).toBe('component_names');
		const { message } = lookHere(component).problems[0] ?? { message: '' };
		expect(message.length).toBeLessThan(600);
	});

	it('a component that also exports interfaces with functions of each of these names runs as it should', async () => {
		const more = harmlessNames.map((name, at) => interfaceOf(`acme:tools/wand-${letters(at)}`, name, `wand-${at}`));
		expect(await transformed(await componentWith(echo, more.join('\n')))).toEqual([{ a: 1 }]);
	});

	it.each(refusedInterfaces)(
		'an interface $name with a function $fn: told when it is looked at',
		async ({ name, fn }) => {
			const error = await refusal(await componentWith(echo, interfaceOf(name, fn)));
			expect(error).toMatchObject({ code: 'plugin_load', details: { reason: 'component_names' } });
		},
	);

	it('tells of one that was refused in the words of a person who installs it', async () => {
		const error = await refusal(await componentWith(echo, alsoExported("a'b")));
		expect(error).toMatchObject({ code: 'plugin_load', details: { reason: 'component_names', named: '"a\'b"' } });
		expect(error.hint).toMatch(/\w/);
	});

	it('a thousand exports more change nothing', async () => {
		const more = Array.from({ length: 1_000 }, (_, n) => `(export "x-${letters(n)}" (func $also-lifted))`).join('\n');
		expect(await transformed(await componentWith(echo, alsoExported('also') + more))).toEqual([{ a: 1 }]);
	});
});

describe('components that are none, or not whole', () => {
	it('cut anywhere they are answered by a sentence', () => {
		for (let length = 0; length < echo.length; length += 1) {
			const { problems } = lookHere(echo.subarray(0, length));
			// Between two sections a cut leaves something that begins and ends in order: it has no role, or is invalid.
			if (problems.length === 0) continue;
			expect(problems[0]?.message).toMatch(/\w/);
			expect(problems[0]?.details?.['reason']).toMatch(/^(damaged|empty|not_wasm|unsupported|component_no_role)$/);
		}
	});

	const changes = fc.array(fc.tuple(fc.nat(1_000_000), fc.nat(255)), { minLength: 1, maxLength: 4 });
	const changed = (at: readonly (readonly [number, number])[]): Uint8Array => {
		const mutant = Uint8Array.from(echo);
		for (const [place, byte] of at) mutant[8 + (place % (mutant.length - 8))] = byte;
		return mutant;
	};

	it('with bytes changed at random they are read, or answered by a sentence', () => {
		let refused = 0;
		fc.assert(
			fc.property(changes, (at) => {
				const { problems } = lookHere(changed(at));
				if (problems.length > 0) refused += 1;
				for (const { message } of problems) expect(message).toMatch(/\w/);
			}),
			{ numRuns: 200 },
		);
		expect(refused).toBeGreaterThan(20);
	});

	// Each is made ready in a process of its own.
	it('with bytes changed at random they are answered by a sentence, or made ready, by a program that goes on', async () => {
		await fc.assert(
			fc.asyncProperty(changes, async (at) => {
				const answer = await scratch.core().request('plugins.inspect', { target: fileOf(changed(at)).path });
				if (!answer.ok) expect(answer.error.message).toMatch(/\w/);
			}),
			{ numRuns: share(60), endOnFailure: true },
		);
		const whole = await scratch.ask('plugins.inspect', { target: fileOf(echo).path });
		expect(whole.analysis).not.toBeNull();
	});

	it('a component that a validator refuses is refused in its words', async () => {
		const component = await componentWith(echo, '(core module (func (result i32)))');
		// A module whose code is wrong is met before; here a component is wired wrongly.
		expect(reasonOf(component)).toBe('invalid_code');
		const miswired = await componentWith(
			echo,
			'(core module $m (import "a" "b" (func))) (core instance (instantiate $m))',
		);
		const error = await refusal(miswired);
		expect(error).toMatchObject({ code: 'plugin_load', details: { reason: 'component_invalid' } });
		expect(error.message).toMatch(/invalid: .*missing/);
	});

	it('components in one another, a hundred deep, are answered by a sentence', async () => {
		const deep = (levels: number): string => '(component '.repeat(levels) + ')'.repeat(levels);
		expect(lookHere(await componentText(deep(100))).problems[0]?.message).toMatch(/nested deeper than 32/);
		expect(reasonOf(await componentWith(echo, deep(20)))).toBeUndefined();
	});

	it('a component that is too large to be made ready is told so', () => {
		const padding = bytesOf(section(0, named('x'), new Uint8Array(MAX_COMPONENT_BYTES)));
		expect(reasonOf(bytesOf(echo, padding))).toBe('component_too_large');
	});

	it('what was built for WASI 0.3 is refused as that', async () => {
		const instance = '(instance (export "run" (func)))';
		for (const more of [
			`(import "wasi:cli/stdin@0.3.0" ${instance})`,
			`(import "wasi:http/client@0.3.0-rc-2026-03-01" ${instance})`,
			'(type (future u8))',
			'(type (func async))',
		]) {
			expect(reasonOf(await componentWith(echo, more).catch(() => componentText(`(component ${more})`)))).toBe(
				'component_wasi_0_3',
			);
		}
	});

	it('imports that nobody provides are named', async () => {
		const component = await componentWith(
			echo,
			`(import "acme:tools/magic@1.0.0" (instance (export "wand" (func)))) (import "wasi:keyvalue/store@0.2.0-draft" (instance))`,
		);
		const error = await refusal(component);
		expect(error.details).toMatchObject({ reason: 'component_imports' });
		expect(error.message).toContain('acme:tools/magic@1.0.0');
		expect(error.message).toContain('wasi:keyvalue/store@0.2.0-draft');
	});

	it('one of no role is told so, with what it exports', async () => {
		const error = await refusal(await componentText(`(component ${alsoExported('greet')})`));
		expect(error).toMatchObject({ code: 'plugin_load', details: { reason: 'component_no_role', named: 'greet' } });
	});
});

describe('the functions of roles', () => {
	it.each(componentTypes)('of a %s that is built against the package as it is have its types', async (type) => {
		expect(lookHere(await componentOf(leastOf(type), `${type}-plugin`)).problems).toEqual([]);
	});

	it.each(otherTypes)('$type: $now: told when it is looked at, with what was expected and found', async (one) => {
		const wit = readFileSync(resolve(import.meta.dirname, '../../sdk/wit/dataflare.wit'), 'utf8');
		expect(wit).toContain(one.was);
		const bytes = await componentOf(
			one.module ?? leastOf(one.type),
			`${one.type}-plugin`,
			wit.replace(one.was, one.now),
		);
		const { details, message } = await refusal(bytes);
		expect(details).toMatchObject({ reason: 'component_types', expected: one.expected, found: one.found });
		expect(details?.['function']).toBe(one.fn);
		expect(message).toContain(one.found);
	});

	it('that are not there, behind the name of a role, are told as that', async () => {
		const empty = '(component (instance $nothing) (export "dataflare:plugin/aggregator@1.0.0" (instance $nothing)))';
		const { problems } = lookHere(await componentText(empty));
		expect(problems.map(({ details }) => [details?.['function'], details?.['found']])).toEqual([
			['dataflare:plugin/aggregator@1.0.0#aggregate', 'nothing'],
			['dataflare:plugin/aggregator@1.0.0#finish', 'nothing'],
		]);
	});

	it('that nobody could tell without reading the file for ever are left to the call', async () => {
		// Each level makes two of the one below it: 2³⁰ in all.
		let deep = '(component (export "f" (func $f)))'.replace('(export', '(import "f" (func $f)) (export');
		for (let level = 0; level < 30; level++) {
			const two = '(instance (instantiate 0 (with "f" (func 0)))) (instance (instantiate 0 (with "f" (func 0))))';
			deep = `(component (import "f" (func)) ${deep} ${two} (alias export 1 "f" (func)) (export "f" (func 1)))`;
		}
		const { problems } = lookHere(await componentText(deep));
		expect(problems[0]?.details?.['reason']).toBe('component_imports');
	});
});

describe('one kind where another is expected', () => {
	async function folderOf(name: string, bytes: Uint8Array, manifest: object): Promise<string> {
		const folder = join(scratch.folder, 'folders', name);
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'm.wasm'), bytes);
		writeFileSync(join(folder, 'plugin.json'), JSON.stringify({ name, module_path: './m.wasm', ...manifest }));
		return folder;
	}

	it('what a manifest says of it changes nothing about which of them a file is', async () => {
		const module = { type: 'processor', abi: 'component' };
		await scratch.ask('plugins.install', { path: await folderOf('a-module', await wat(answering('1')), module) });
		expect((await scratch.ask('plugins.call', { name: 'a-module', fn: 'process_data', input: '2' })).value).toBe(1);
		const component = { type: 'transformer', abi: 'dataflare/1', encoding: 'ndjson' };
		await scratch.ask('plugins.install', { path: await folderOf('a-component', echo, component) });
		const { value } = await scratch.ask('plugins.call', {
			name: 'a-component',
			fn: 'transform_data',
			input: '[{"a":1}]',
		});
		expect(value).toEqual([{ a: 1 }]);
	});

	it('a component that does not have the role which its manifest names is refused', async () => {
		const path = await folderOf('no-filter', echo, { type: 'filter', encoding: 'ndjson' });
		expect((await scratch.fail('plugins.install', { path })).message).toContain('dataflare:plugin/filter@1.0.0#filter');
	});

	it('a component within a component’s module, and among an Extism plugin’s modules, is refused', async () => {
		writeFileSync(join(scratch.folder, 'linked.wasm'), echo);
		const manifest = { wasm: [{ path: './linked.wasm', name: 'main' }] };
		writeFileSync(join(scratch.folder, 'extism.json'), JSON.stringify(manifest));
		const error = await scratch.fail('plugins.install', { path: join(scratch.folder, 'extism.json') });
		expect(error.code).toMatch(/plugin_load|configuration/);
		expect(error.message).toMatch(/\w/);
	});

	it('the bundle of a component is no plugin', async () => {
		const bundle = Uint8Array.from([0x44, 0x46, 0x43, 0x31, 1, 0, 0, 0]);
		expect(await refusal(bundle)).toMatchObject({ code: 'plugin_load', details: { reason: 'not_wasm' } });
	});
});

it('a run names what made its component ready', async () => {
	const { path, name } = fileOf(echo);
	await scratch.ask('plugins.install', { path });
	const { run } = await scratch.ask('plugins.call', { name, fn: 'transform_data', input: '[{"a":1}]' });
	const events = JSON.stringify(await scratch.ask('runs.get', { id: run?.id ?? '' }));
	expect(events).toContain(TRANSPILER);
});
