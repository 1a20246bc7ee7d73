import wabtInit from 'wabt';

let compiler: ReturnType<typeof wabtInit> | null = null;

/** Compiles WebAssembly text. */
export async function wat(source: string): Promise<Uint8Array> {
	compiler ??= wabtInit();
	const module = (await compiler).parseWat('test.wat', source);
	try {
		return Uint8Array.from(module.toBinary({}).buffer);
	} finally {
		module.destroy();
	}
}

/**
 * A guest for tests of the runtime. `echo` returns its input, `spin` never returns, `trap` traps, `count` returns how
 * often it was called (one digit), `plugin_cleanup` returns 0.
 */
export const testGuest = `(module
	(memory (export "memory") 2)
	(global $next (mut i32) (i32.const 1024))
	(global $count (mut i32) (i32.const 48))
	(func (export "alloc") (param $len i32) (result i32)
		(global.set $next (i32.const 1028))
		(global.get $next))
	(func $echo (export "echo") (param $ptr i32) (param $len i32) (result i32)
		(i32.store (i32.sub (local.get $ptr) (i32.const 4)) (local.get $len))
		(i32.sub (local.get $ptr) (i32.const 4)))
	(func (export "transform_data") (param $ptr i32) (param $len i32) (result i32)
		(call $echo (local.get $ptr) (local.get $len)))
	(func (export "spin") (param i32 i32) (result i32) (loop $again (br $again)) (i32.const 0))
	(func (export "trap") (param i32 i32) (result i32) unreachable)
	(func (export "count") (param i32 i32) (result i32)
		(global.set $count (i32.add (global.get $count) (i32.const 1)))
		(i32.store (i32.const 512) (i32.const 1))
		(i32.store8 (i32.const 516) (global.get $count))
		(i32.const 512))
	(func (export "plugin_cleanup") (result i32) (i32.const 0)))`;
