import { describe, expect, it } from 'vitest';
import { wat } from '../../../test/support/guests/wat.ts';
import type { ErrorDetails } from '../errors/errors.ts';
import { type ForeignReason, foreignReasons } from '../plugin/module/module-anatomy.ts';
import { inferAbi } from './describe-abi.ts';
import { foreignKind } from './foreign-kind.ts';
import { parseModule } from './parse-module.ts';

const imported = (names: readonly string[]) =>
	names.map((text) => {
		const at = text.indexOf(' ');
		return { module: text.slice(0, at), name: text.slice(at + 1), kind: 'function' as const, signature: null };
	});

/** Imports as the tools make them. */
const seen: Readonly<Record<ForeignReason, readonly (readonly string[])[]>> = {
	made_by_wasm_bindgen: [
		['wbg __wbg_log_1f60', '__wbindgen_placeholder__ __wbindgen_throw'],
		['./markdown_bg.js __wbindgen_object_drop_ref'],
		['__wbindgen_externref_xform__ __wbindgen_externref_table_grow'],
	],
	made_for_go_js: [['gojs runtime.wasmExit', 'gojs syscall/js.valueGet'], ['go runtime.resetMemoryDataView']],
	made_for_emscripten: [
		['env emscripten_memcpy_js', 'wasi_snapshot_preview1 fd_write'],
		['env invoke_viii'],
		['env __syscall_openat'],
		['a a', 'a b', 'a aa'],
		['env _emscripten_throw_longjmp'],
	],
	dynamic_library: [['GOT.mem __heap_base'], ['env __memory_base', 'env emscripten_resize_heap']],
	object_file: [['env __linear_memory', 'env __stack_pointer']],
	made_for_node_api: [['env napi_create_function', 'env emscripten_resize_heap'], ['napi napi_get_undefined']],
	component_core: [
		['wasi:cli/environment@0.2.0 get-environment'],
		['[export]my:pkg/api [resource-new]thing'],
		['$root host'],
		['cm32p2|my:pkg/api f'],
	],
	wasi_first_draft: [['wasi_unstable fd_write']],
	made_for_wasix: [['wasix_32v1 thread_spawn_v2']],
	wasi_threads: [['wasi thread-spawn']],
	made_for_wasm4: [['env blit', 'env tone', 'env rect']],
	made_for_zellij: [['zellij host_run_plugin_command']],
	made_for_fluvio: [['env copy_records', 'env malloc_hook']],
	made_for_proxies: [['env proxy_log']],
	made_for_javascript: [['./app.uninstantiated.mjs kotlin.a'], ['dart2wasm _1'], ['index console.log'], ['js print']],
};

describe('what a module was made for', () => {
	it.each(foreignReasons)('is told by what it imports: %s', (reason) => {
		expect(seen[reason].length).toBeGreaterThan(0);
		for (const names of seen[reason]) expect(foreignKind(imported(names))?.reason, names.join()).toBe(reason);
	});

	it('is not guessed from names that anybody may use', () => {
		for (const names of [
			[],
			['env launch_missiles'],
			['env host_log', 'dataflare host_http', 'wasi_snapshot_preview1 fd_write'],
			['env oval'],
			['mod f'],
			['host:thing f'],
		]) {
			expect(foreignKind(imported(names)), names.join()).toBeNull();
		}
	});
});

const problemsOf = async (source: string): Promise<readonly (readonly [unknown, string])[]> =>
	inferAbi(parseModule(await wat(source))).problems.map(({ details, message }) => [
		(details as ErrorDetails)['reason'],
		message,
	]);

describe('why a module cannot be loaded', () => {
	it('is said with a reason for each kind, every import named', async () => {
		const start = '(memory (export "memory") 1) (func (export "_start"))';
		expect(await problemsOf(`(module ${start})`)).toEqual([['bare_program', expect.stringContaining('_start')]]);
		expect(
			await problemsOf(
				`(module (import "wasi_snapshot_preview1" "proc_exit" (func (param i32))) (import "env" "extra" (func)) ${start})`,
			),
		).toEqual([['unknown_imports', expect.stringContaining('env.extra')]]);
		expect(
			await problemsOf(
				`(module (import "env" "blit" (func)) (import "env" "tone" (func)) (import "env" "memory" (memory 1)) (func (export "start")) (func (export "_start")))`,
			),
		).toEqual([
			['bare_program', expect.any(String)],
			['made_for_wasm4', expect.stringContaining('env.blit, env.tone')],
		]);
		expect(await problemsOf(`(module (import "extism:host/env" "other" (func (result i64))) ${start})`)).toContainEqual(
			['extism_host_functions', expect.any(String)],
		);
		expect(
			await problemsOf(
				'(module (memory (export "memory") 1) (func (export "process_data")) (global (export "alloc") i32 (i32.const 0)))',
			),
		).toEqual([
			['export_signature', expect.stringContaining('process_data')],
			['export_no_function', expect.stringContaining('alloc')],
		]);
		expect(
			await problemsOf('(module (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))'),
		).toEqual([['memory_not_exported', expect.any(String)]]);
	});

	it('is nothing for a plugin that is a program as well, and for one that Emscripten tells of growth', async () => {
		const plugin =
			'(memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0))';
		expect(await problemsOf(`(module ${plugin} (func (export "_start")))`)).toEqual([]);
		expect(
			await problemsOf(`(module (import "env" "emscripten_notify_memory_growth" (func (param i32))) ${plugin})`),
		).toEqual([]);
	});
});
