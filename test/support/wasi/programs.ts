/** Small WASI programs as WebAssembly text, for what a compiler is not needed for. */

const wasi = (name: string, params: string): string =>
	`(import "wasi_snapshot_preview1" "${name}" (func $${name} (param ${params}) (result i32)))`;

const head = `${wasi('fd_read', 'i32 i32 i32 i32')} ${wasi('fd_write', 'i32 i32 i32 i32')}
	(import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
	(memory (export "memory") 4)
	(func $read (result i32)
		(i32.store (i32.const 0) (i32.const 4096)) (i32.store (i32.const 4) (i32.const 65536))
		(drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
		(i32.load (i32.const 8)))
	(func $write (param $fd i32) (param $at i32) (param $length i32)
		(i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (local.get $length))
		(drop (call $fd_write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8))))`;

/** A program whose body may call `$read` (up to 64 KiB to 4096), `$write` (descriptor, place, length) and `$proc_exit`. */
export function program(body: string, data = '', extra = ''): string {
	return `(module ${head} ${extra} (data (i32.const 1024) "${data}") (func (export "_start") ${body}))`;
}

/** Hands on what it reads, piece by piece, until its input is over. */
export const cat = program(`(local $got i32)
	(block $end (loop $next
		(local.set $got (call $read))
		(br_if $end (i32.eqz (local.get $got)))
		(call $write (i32.const 1) (i32.const 4096) (local.get $got))
		(br $next)))`);

/** Says nothing before its input is over, and then how many bytes it was. */
export const countBytes = program(
	`(local $got i32) (local $sum i32) (local $at i32)
	(block $end (loop $next
		(local.set $got (call $read))
		(br_if $end (i32.eqz (local.get $got)))
		(local.set $sum (i32.add (local.get $sum) (local.get $got)))
		(br $next)))
	(local.set $at (i32.const 2047))
	(i32.store8 (i32.const 2047) (i32.const 10))
	(loop $digit
		(local.set $at (i32.sub (local.get $at) (i32.const 1)))
		(i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $sum) (i32.const 10))))
		(local.set $sum (i32.div_u (local.get $sum) (i32.const 10)))
		(br_if $digit (local.get $sum)))
	(call $write (i32.const 1) (local.get $at) (i32.sub (i32.const 2048) (local.get $at)))`,
);

/** Writes so many lines and ends. */
export const lines = (count: number): string =>
	program(
		`(local $left i32) (local.set $left (i32.const ${count}))
		(loop $next
			(call $write (i32.const 1) (i32.const 1024) (i32.const 8))
			(local.set $left (i32.sub (local.get $left) (i32.const 1)))
			(br_if $next (local.get $left)))`,
		'{\\22a\\22:1}\\0a',
	);

/** Ends itself in the middle of something that catches every exception, and says so if it goes on after that. */
export const caughtExit = (code: number): string =>
	program(
		`(try (do (call $proc_exit (i32.const ${code}))) (catch_all))
		(call $write (i32.const 1) (i32.const 1024) (i32.const 8))`,
		'\\22alive\\22\\0a',
	);

/** Hands on what it reads, and ends with 3 over what has an `e` in it. */
export const failsOverE = program(`(local $got i32) (local $at i32)
	(block $end (loop $next
		(local.set $got (call $read))
		(br_if $end (i32.eqz (local.get $got)))
		(local.set $at (i32.const 0))
		(loop $look
			(if (i32.eq (i32.load8_u (i32.add (i32.const 4096) (local.get $at))) (i32.const 101))
				(then (call $proc_exit (i32.const 3))))
			(local.set $at (i32.add (local.get $at) (i32.const 1)))
			(br_if $look (i32.lt_u (local.get $at) (local.get $got))))
		(call $write (i32.const 1) (i32.const 4096) (local.get $got))
		(br $next)))`);
