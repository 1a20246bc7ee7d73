/** The plugins that are put under load: small modules from WebAssembly text. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabtInit from 'wabt';

const wabt = await wabtInit();

export function compileText(text: string): Uint8Array {
	const module = wabt.parseWat('guest.wat', text);
	try {
		return Uint8Array.from(module.toBinary({}).buffer);
	} finally {
		module.destroy();
	}
}

/** Answers every call with its version, `"v7"`; logs a line each time. */
export function versioned(version: number): string {
	const text = `\\22v${version}\\22`;
	const length = `v${version}`.length + 2;
	return `(module (import "env" "host_log" (func $log (param i32 i32 i32 i32)))
		(memory (export "memory") 1) (data (i32.const 16) "\\${length.toString(16).padStart(2, '0')}\\00\\00\\00${text}")
		(data (i32.const 64) "info") (data (i32.const 72) "was called")
		(func (export "process_data") (param i32 i32) (result i32)
			(call $log (i32.const 64) (i32.const 4) (i32.const 72) (i32.const 10)) (i32.const 16)))`;
}

/** Passes every batch on as it came. */
export const passThrough = `(module (memory (export "memory") 2) (global $next (mut i32) (i32.const 1024))
	(func (export "alloc") (param $length i32) (result i32)
		(if (i32.gt_u (i32.add (local.get $length) (i32.const 2048)) (i32.mul (memory.size) (i32.const 65536)))
			(then (drop (memory.grow (i32.add (i32.const 1) (i32.shr_u (local.get $length) (i32.const 16)))))))
		(i32.const 1028))
	(func (export "transform_data") (param $at i32) (param $length i32) (result i32)
		(i32.store (i32.const 1024) (local.get $length)) (i32.const 1024)))`;

/** Replaces `big.bin` in its data folder (56 KiB), then answers with 1. */
export const fileWriter = `(module (import "env" "host_write_file" (func $write (param i32 i32 i32 i32 i32) (result i32)))
	(memory (export "memory") 1) (data (i32.const 16) "big.bin") (data (i32.const 32) "\\01\\00\\00\\001")
	(func (export "process_data") (param i32 i32) (result i32)
		(if (i32.lt_s (call $write (i32.const 16) (i32.const 7) (i32.const 64) (i32.const 57344) (i32.const 0)) (i32.const 0))
			(then unreachable))
		(i32.const 32)))`;

/** Loops for ever when its input is longer than one byte, else answers 1. */
export const spinner = `(module (memory (export "memory") 1) (data (i32.const 16) "\\01\\00\\00\\001")
	(func (export "process_data") (param i32) (param $length i32) (result i32)
		(if (i32.gt_u (local.get $length) (i32.const 1)) (then (loop $again (br $again)))) (i32.const 16)))`;

/** Takes its process with it: tables count as heap, and these are more than a sandbox has. */
export const processKiller = `(module (memory (export "memory") 1)
	(table $a 0 funcref) (table $b 0 funcref) (table $c 0 funcref) (table $d 0 funcref)
	(func (export "process_data") (param i32 i32) (result i32)
		(drop (table.grow $a (ref.null func) (i32.const 10000000)))
		(drop (table.grow $b (ref.null func) (i32.const 10000000)))
		(drop (table.grow $c (ref.null func) (i32.const 10000000)))
		(drop (table.grow $d (ref.null func) (i32.const 10000000)))
		(i32.const 0)))`;

/** Writes a plugin's folder; answers with the module's SHA-256. */
export function writePackage(folder: string, name: string, module: Uint8Array, manifest: object = {}): string {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `${name}.wasm`), module);
	writeFileSync(
		join(folder, 'plugin.json'),
		JSON.stringify({ name, type: 'processor', module_path: `./${name}.wasm`, ...manifest }),
	);
	return createHash('sha256').update(module).digest('hex');
}
