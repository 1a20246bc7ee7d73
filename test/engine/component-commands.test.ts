import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteInput } from '../../src/shared/api/routes.ts';
import { type ComponentType, componentFunctions, componentTypes } from '../../src/shared/plugin/component-type.ts';
import { wat } from '../support/guests/wat.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';
import { commandOf, rawCommand } from '../support/wasi/command-component.ts';
import { componentOf, componentText, componentWith, echoTransformer } from '../support/wasi/component.ts';
import { cat, countBytes, lines, program } from '../support/wasi/programs.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
});
afterAll(() => scratch.dispose());

let count = 0;

/** Installs a component that is a file alone; answers with its name. */
async function installed(
	component: Uint8Array,
	role: RouteInput<'plugins.install'>['role'] = undefined,
): Promise<string> {
	count += 1;
	const name = `program-${count}`;
	await scratch.ask('plugins.install', { path: put(name, component), role });
	return name;
}

function put(name: string, component: Uint8Array): string {
	const path = join(scratch.folder, `${name}.wasm`);
	writeFileSync(path, component);
	return path;
}

const command = async (source: string): Promise<Uint8Array> => commandOf(await wat(source));
const call = async (name: string, fn: string, input?: string): Promise<unknown> =>
	(await scratch.ask('plugins.call', { name, fn, ...(input === undefined ? {} : { input }) })).value;

/** Sends records through a plugin as a stream; what came out, line by line. */
async function streamed(name: string, input: string): Promise<readonly string[]> {
	const [from, to] = [join(scratch.folder, `${name}.in`), join(scratch.folder, `${name}.out`)];
	writeFileSync(from, input);
	await scratch.ask('streams.run', {
		plugin: name,
		input: { kind: 'file', path: from },
		output: { kind: 'file', path: to },
	});
	return readFileSync(to, 'utf8').split('\n').slice(0, -1);
}

const numbered = (from: number, to: number): string =>
	Array.from({ length: to - from }, (_, n) => `{"n":${from + n}}\n`).join('');

describe('a component that exports wasi:cli/run', () => {
	it('is told apart when it is looked at, and takes whichever role it is given', async () => {
		const path = put('told', await command(cat));
		const seen = await scratch.ask('plugins.inspect', { target: path });
		expect(seen).toMatchObject({ roleIsOpen: true, refusal: null, manifest: { type: 'processor' } });
		expect(seen.analysis).toMatchObject({ abi: 'component-command', type: null, problems: [] });
		expect(seen.analysis.anatomy?.kind).toBe('component-command');
		const { out } = await runCliHere(scratch.folder, ['inspect', path]);
		expect(out).toContain('Kind: a WASI 0.2 command, a WebAssembly component');
	});

	it.each(componentTypes)('is called as a %s, from its beginning to its end', async (type) => {
		const name = await installed(await command(type === 'source' ? lines(3) : cat), { type });
		const [fn = ''] = componentFunctions[type];
		const a = { a: 1 };
		if (type === 'source') expect(await call(name, fn)).toEqual([a, a, a]);
		else {
			expect(await call(name, fn, '[{"b":"Zürich"},2]')).toEqual([{ b: 'Zürich' }, 2]);
			expect(await call(name, fn, '{"b":1}')).toEqual({ b: 1 });
		}
		const other: ComponentType = type === 'filter' ? 'processor' : 'filter';
		const [wrong = ''] = componentFunctions[other];
		const error = await scratch.fail('plugins.call', { name, fn: wrong, input: '1' });
		expect(error).toMatchObject({ code: 'not_found', details: { callable: [fn] } });
	});

	it('is one run of a stream, however many batches it has', async () => {
		const many = numbered(0, 50_000);
		expect(await streamed(await installed(await command(cat)), many)).toEqual(many.split('\n').slice(0, -1));
		const sum = await installed(await command(countBytes), { type: 'aggregator' });
		expect(await streamed(sum, many)).toEqual([String(many.length)]);
	});

	it('waits where it writes faster than it is read', async () => {
		const line = `"${'a'.repeat(4_093)}"\n`;
		const component = await rawCommand({
			locals: '(local $left i32)',
			body: `(memory.fill (i32.const 4096) (i32.const 97) (i32.const 4096))
				(i32.store8 (i32.const 4096) (i32.const 34)) (i32.store16 (i32.const 8190) (i32.const 0x0a22))
				(local.set $left (i32.const 3000))
				(loop $next
					(call $write (i32.const 4096) (i32.const 4096))
					(local.set $left (i32.sub (local.get $left) (i32.const 1)))
					(br_if $next (local.get $left)))
				(i32.const 0)`,
		});
		const name = await installed(component, { type: 'source' });
		const to = join(scratch.folder, 'source.out');
		const run = await scratch.ask('streams.run', { plugin: name, output: { kind: 'file', path: to } });
		expect(run).toMatchObject({ status: 'succeeded' });
		expect(readFileSync(to, 'utf8') === line.repeat(3000)).toBe(true);
	});

	it('takes bytes as they are where its manifest says so', async () => {
		const folder = join(scratch.folder, 'raw');
		mkdirSync(folder);
		writeFileSync(join(folder, 'c.wasm'), await command(cat));
		const manifest = { name: 'raw', type: 'processor', module_path: './c.wasm', encoding: 'bytes' };
		writeFileSync(join(folder, 'plugin.json'), JSON.stringify({ ...manifest, abi: 'component-command' }));
		await scratch.ask('plugins.install', { path: folder });
		const inputBase64 = Buffer.from('a\n\nb').toString('base64');
		const { base64 } = await scratch.ask('plugins.call', { name: 'raw', fn: 'process_data', inputBase64 });
		expect(base64).toBe(inputBase64);
	});

	it('goes on in a stream that waits for its input by a pollable, alone or beside a clock', async () => {
		const echo = (wait: string) => ({
			locals: '(local $got i32)',
			body: `(block $end (loop $next
				${wait}
				(local.set $got (call $read))
				(br_if $end (i32.eqz (local.get $got)))
				(call $write (i32.const 4096) (local.get $got))
				(br $next))) (i32.const 0)`,
		});
		const many = numbered(0, 9_000);
		const wanted = many.split('\n').slice(0, -1);
		expect(await streamed(await installed(await rawCommand(echo('(call $block (global.get $ready))'))), many)).toEqual(
			wanted,
		);
		const both = `(i32.store (i32.const 200) (global.get $ready)) (i32.store (i32.const 204) (call $after (i64.const 1000)))
			(global.set $room (i32.const 300)) (call $poll (i32.const 200) (i32.const 2) (i32.const 16))`;
		expect(await streamed(await installed(await rawCommand(echo(both))), numbered(0, 20))).toEqual(wanted.slice(0, 20));
	});

	it.each(['0.2.0', '0.2.6'])('is one of version %s', async (version) => {
		const component = await componentText(`(component
			(core module $m (func (export "run") (result i32) (i32.const 0)))
			(core instance $i (instantiate $m))
			(type $run (func (result (result))))
			(func $lifted (type $run) (canon lift (core func $i "run")))
			(instance $run (export "run" (func $lifted)))
			(export "wasi:cli/run@${version}" (instance $run)))`);
		expect(await call(await installed(component), 'process_data', '1')).toBeUndefined();
	});
});

describe('the end of a program that is a component', () => {
	const failing = (name: string) => scratch.fail('plugins.call', { name, fn: 'process_data', input: '1' });

	it('is its own affair: exit with 0 is success, with any other code failure', async () => {
		const exit = (code: number) => command(program(`(call $proc_exit (i32.const ${code}))`));
		expect(await call(await installed(await exit(0)), 'process_data', '1')).toBeUndefined();
		expect(await failing(await installed(await exit(3)))).toMatchObject({
			code: 'plugin_execution',
			details: { reason: 'exit_trap', exitCode: 1 },
		});
	});

	it('is a failure where it answers with one, and the next call begins anew', async () => {
		const name = await installed(await rawCommand({ body: '(i32.const 1)' }));
		for (let time = 0; time < 2; time++) {
			expect(await failing(name)).toMatchObject({ details: { reason: 'exit_trap', exitCode: 1 } });
		}
	});

	it.each([0, 1])('by exit(%i) cannot be caught, and nothing is written after it', async (status) => {
		const name = await installed(
			await rawCommand({
				data: '\\22alive\\22\\0a',
				body: `(block $caught (try_table (catch_all $caught) (call $exit (i32.const ${status}))))
					(call $write (i32.const 1024) (i32.const 8)) (i32.const 0)`,
			}),
		);
		if (status === 0) expect(await call(name, 'process_data', '1')).toBeUndefined();
		else expect(await failing(name)).toMatchObject({ details: { reason: 'exit_trap', exitCode: 1 } });
	});

	it('by a trap is told as one', async () => {
		const name = await installed(await rawCommand({ body: 'unreachable' }));
		expect(await failing(name)).toMatchObject({ details: { reason: 'unreachable_trap' } });
	});
});

describe('what is told of a component that is not quite a command', () => {
	it('is the type of its function, where that is another one', async () => {
		const component = await componentText(`(component
			(core module $m (func (export "run") (result i32) (i32.const 0)))
			(core instance $i (instantiate $m))
			(type $run (func (result u32)))
			(func $lifted (type $run) (canon lift (core func $i "run")))
			(instance $run (export "run" (func $lifted)))
			(export "wasi:cli/run@0.2.3" (instance $run)))`);
		const error = await scratch.fail('plugins.install', { path: put('odd', component) });
		expect(error).toMatchObject({
			details: {
				reason: 'component_types',
				function: 'wasi:cli/run@0.2.3#run',
				expected: 'func() -> result',
				found: 'func() -> u32',
			},
		});
	});

	it('is that it reads lines, and has no export to choose', async () => {
		const path = put('words', await command(cat));
		expect(await scratch.fail('plugins.install', { path, role: { records: 'one' } })).toMatchObject({
			details: { reason: 'role_reads_lines' },
		});
		expect(await scratch.fail('plugins.install', { path, role: { export: 'run' } })).toMatchObject({
			details: { reason: 'role_export_unused' },
		});
	});

	it('is its role, where it exports one as well', async () => {
		const echo = await componentOf(echoTransformer(), 'transformer-plugin');
		const both = await componentWith(
			echo,
			`(core module $also (func (export "run") (result i32) (i32.const 1)))
			(core instance $also-made (instantiate $also))
			(type $also-type (func (result (result))))
			(func $also-lifted (type $also-type) (canon lift (core func $also-made "run")))
			(instance $also-run (export "run" (func $also-lifted)))
			(export "wasi:cli/run@0.2.0" (instance $also-run))`,
		);
		const path = put('both', both);
		const { analysis } = await scratch.ask('plugins.inspect', { target: path });
		expect(analysis).toMatchObject({ abi: 'component', type: 'transformer' });
		await scratch.ask('plugins.install', { path });
		expect(await call('both', 'transform_data', '[{"a":1}]')).toEqual([{ a: 1 }]);
	});
});
