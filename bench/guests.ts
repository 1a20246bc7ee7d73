import wabtInit from 'wabt';

/** Gives back a whole batch: copies the input behind a length prefix. */
const passThrough = `(module
	(memory (export "memory") 16)
	(func (export "alloc") (param i32) (result i32) (i32.const 524292))
	(func (export "transform_data") (param $ptr i32) (param $len i32) (result i32)
		(i32.store (i32.const 65536) (local.get $len))
		(memory.copy (i32.const 65540) (local.get $ptr) (local.get $len))
		(i32.const 65536))
	(func (export "spin") (param i32 i32) (result i32) (loop $again (br $again)) (i32.const 0)))`;

/** The same for Extism: reads its input and hands a copy back, eight bytes at a time as its PDKs do. */
const extismPassThrough = `(module
	(import "extism:host/env" "input_length" (func $length (result i64)))
	(import "extism:host/env" "input_load_u64" (func $load (param i64) (result i64)))
	(import "extism:host/env" "input_load_u8" (func $load8 (param i64) (result i32)))
	(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
	(import "extism:host/env" "store_u64" (func $store (param i64 i64)))
	(import "extism:host/env" "store_u8" (func $store8 (param i64 i32)))
	(import "extism:host/env" "output_set" (func $output (param i64 i64)))
	(memory (export "memory") 1)
	(func (export "echo") (result i32) (local $n i64) (local $at i64) (local $out i64)
		(local.set $n (call $length))
		(local.set $out (call $alloc (local.get $n)))
		(block $words (loop $next
			(br_if $words (i64.gt_u (i64.add (local.get $at) (i64.const 8)) (local.get $n)))
			(call $store (i64.add (local.get $out) (local.get $at)) (call $load (local.get $at)))
			(local.set $at (i64.add (local.get $at) (i64.const 8)))
			(br $next)))
		(block $bytes (loop $next
			(br_if $bytes (i64.ge_u (local.get $at) (local.get $n)))
			(call $store8 (i64.add (local.get $out) (local.get $at)) (call $load8 (local.get $at)))
			(local.set $at (i64.add (local.get $at) (i64.const 1)))
			(br $next)))
		(call $output (local.get $out) (local.get $n))
		(i32.const 0)))`;

/** Counts the vowels of its input, byte by byte, and answers JSON. */
const extismCountVowels = `(module
	(import "extism:host/env" "input_length" (func $length (result i64)))
	(import "extism:host/env" "input_load_u8" (func $load8 (param i64) (result i32)))
	(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
	(import "extism:host/env" "store_u8" (func $store8 (param i64 i32)))
	(import "extism:host/env" "output_set" (func $output (param i64 i64)))
	(memory (export "memory") 1)
	(data (i32.const 0) "{\\22count\\22:000}")
	(data (i32.const 32) "aeiouAEIOU")
	(func (export "count_vowels") (result i32) (local $n i64) (local $at i64) (local $out i64) (local $c i32) (local $v i32) (local $count i32)
		(local.set $n (call $length))
		(block $done (loop $next
			(br_if $done (i64.ge_u (local.get $at) (local.get $n)))
			(local.set $c (call $load8 (local.get $at)))
			(local.set $v (i32.const 32))
			(block $checked (loop $vowel
				(br_if $checked (i32.ge_u (local.get $v) (i32.const 42)))
				(if (i32.eq (local.get $c) (i32.load8_u (local.get $v)))
					(then (local.set $count (i32.add (local.get $count) (i32.const 1))) (br $checked)))
				(local.set $v (i32.add (local.get $v) (i32.const 1)))
				(br $vowel)))
			(local.set $at (i64.add (local.get $at) (i64.const 1)))
			(br $next)))
		(i32.store8 (i32.const 9) (i32.add (i32.const 48) (i32.div_u (local.get $count) (i32.const 100))))
		(if (i32.eq (i32.load8_u (i32.const 9)) (i32.const 48)) (then (i32.store8 (i32.const 9) (i32.const 32))))
		(i32.store8 (i32.const 10) (i32.add (i32.const 48) (i32.rem_u (i32.div_u (local.get $count) (i32.const 10)) (i32.const 10))))
		(if (i32.eq (i32.load8_u (i32.const 10)) (i32.const 48)) (then (i32.store8 (i32.const 10) (i32.const 32))))
		(i32.store8 (i32.const 11) (i32.add (i32.const 48) (i32.rem_u (local.get $count) (i32.const 10))))
		(local.set $out (call $alloc (i64.const 13)))
		(local.set $at (i64.const 0))
		(loop $copy
			(call $store8 (i64.add (local.get $out) (local.get $at)) (i32.load8_u (i32.wrap_i64 (local.get $at))))
			(local.set $at (i64.add (local.get $at) (i64.const 1)))
			(br_if $copy (i64.lt_u (local.get $at) (i64.const 13))))
		(call $output (local.get $out) (i64.const 13))
		(i32.const 0)))`;

/** The same as `passThrough` for a host that calls it a WASI library. */
const reactor = passThrough.replace(
	'(memory',
	'(import "wasi_snapshot_preview1" "sched_yield" (func (result i32))) (func (export "_initialize")) (memory',
);

/** A program that hands on its input, up to 64 KiB at a time. */
const cat = `(module
	(import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
	(memory (export "memory") 2)
	(func (export "_start")
		(loop $next
			(i32.store (i32.const 0) (i32.const 65536))
			(i32.store (i32.const 4) (i32.const 65536))
			(drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
			(if (i32.load (i32.const 8)) (then
				(i32.store (i32.const 4) (i32.load (i32.const 8)))
				(drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
				(br $next))))))`;

async function assemble(text: string): Promise<Uint8Array> {
	const wabt = await wabtInit();
	const module = wabt.parseWat('guest.wat', text);
	try {
		return Uint8Array.from(module.toBinary({}).buffer);
	} finally {
		module.destroy();
	}
}

export const ourGuest = (): Promise<Uint8Array> => assemble(passThrough);
export const countVowelsGuest = (): Promise<Uint8Array> => assemble(extismCountVowels);
export const reactorGuest = (): Promise<Uint8Array> => assemble(reactor);
export const catGuest = (): Promise<Uint8Array> => assemble(cat);
export const extismGuest = (): Promise<Uint8Array> => assemble(extismPassThrough);

/** A WASI command that reads `large` in its first folder to the end, 4 KiB at a time, as C libraries do. */
const smallReads = `(module
	(import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 64) "large")
	(data (i32.const 0) "\\00\\10\\00\\00\\00\\10\\00\\00")
	(func (export "_start") (local $file i32)
		(if (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 5) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32))
			(then unreachable))
		(local.set $file (i32.load (i32.const 32)))
		(loop $next
			(if (call $read (local.get $file) (i32.const 0) (i32.const 1) (i32.const 36)) (then unreachable))
			(br_if $next (i32.load (i32.const 36))))))`;

export const smallReadsGuest = (): Promise<Uint8Array> => assemble(smallReads);
