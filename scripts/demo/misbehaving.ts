import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabtInit from 'wabt';

/** Whether the bytes at `$in` hold the piece at `$piece`. */
const holds = `(func $holds (param $in i32) (param $length i32) (param $piece i32) (param $size i32) (result i32)
	(local $last i32) (local $i i32)
	(if (i32.lt_u (local.get $length) (local.get $size)) (then (return (i32.const 0))))
	(local.set $last (i32.sub (i32.add (local.get $in) (local.get $length)) (local.get $size)))
	(loop $place
		(local.set $i (i32.const 0))
		(block $differs
			(loop $byte
				(br_if $differs (i32.ne
					(i32.load8_u (i32.add (local.get $in) (local.get $i)))
					(i32.load8_u (i32.add (local.get $piece) (local.get $i)))))
				(local.set $i (i32.add (local.get $i) (i32.const 1)))
				(br_if $byte (i32.lt_u (local.get $i) (local.get $size))))
			(return (i32.const 1)))
		(local.set $in (i32.add (local.get $in) (i32.const 1)))
		(br_if $place (i32.le_u (local.get $in) (local.get $last))))
	(i32.const 0))`;

/** Guests that misbehave in one way each, so that what stops them can be watched. */
const bodies = {
	'endless-loop': `(func (export "process_data") (param i32 i32) (result i32) (loop $again (br $again)) (i32.const 0))`,
	'memory-bomb': `(func (export "process_data") (param i32 i32) (result i32)
		(loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
		unreachable)`,
	'file-thief': `(data (i32.const 16) "/etc/passwd")
		(func (export "process_data") (param i32 i32) (result i32)
			(call $read (i32.const 16) (i32.const 11) (i64.const 0) (i32.const 4096)))`,
	steady: `(data (i32.const 16) "\\14\\00\\00\\00{\\22answered by\\22:\\22v1\\22}")
		(func (export "process_data") (param i32 i32) (result i32) (i32.const 16))`,
	careless: `${holds}
		(data (i32.const 16) "\\22Speed IAS in knots\\22:null")
		(data (i32.const 64) "\\22Effect Amount of damage\\22:\\22None\\22")
		(func (export "alloc") (param $length i32) (result i32)
			(select (i32.const 1028) (i32.const 0) (i32.le_u (local.get $length) (i32.const 60000))))
		(func (export "process_data") (param $record i32) (param $length i32) (result i32)
			(if (i32.and
					(call $holds (local.get $record) (local.get $length) (i32.const 16) (i32.const 25))
					(i32.eqz (call $holds (local.get $record) (local.get $length) (i32.const 64) (i32.const 32))))
				(then (unreachable)))
			(i32.store (i32.const 1024) (local.get $length))
			(i32.const 1024))`,
	'steady-broken': `(func $start unreachable) (start $start)
		(func (export "process_data") (param i32 i32) (result i32) (i32.const 0))`,
} as const;

export type Misbehaviour = keyof typeof bodies;

/** Writes the guest as a plugin named `name` into a new folder below `folder`; returns its path. */
export async function misbehavingPlugin(folder: string, kind: Misbehaviour, name: string = kind): Promise<string> {
	const path = join(folder, kind);
	mkdirSync(path, { recursive: true });
	writeFileSync(join(path, 'plugin.json'), JSON.stringify(manifest(kind, name), null, '\t'));
	writeFileSync(join(path, 'plugin.wasm'), await assemble(kind));
	return path;
}

function manifest(kind: Misbehaviour, name: string): object {
	return {
		name,
		type: 'processor',
		module_path: './plugin.wasm',
		memory_limit: 4 * 1024 * 1024,
		timeout_ms: 500,
		security_policy: kind === 'file-thief' ? { allow_file_system: true, allowed_paths: ['/etc/'] } : {},
		metadata: { version: kind === 'steady-broken' ? '2.0.0' : '1.0.0' },
	};
}

async function assemble(kind: Misbehaviour): Promise<Uint8Array> {
	const wabt = await wabtInit();
	const readFile =
		kind === 'file-thief' ? '(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))' : '';
	const parsed = wabt.parseWat(`${kind}.wat`, `(module ${readFile} (memory (export "memory") 1) ${bodies[kind]})`);
	try {
		return Uint8Array.from(parsed.toBinary({}).buffer);
	} finally {
		parsed.destroy();
	}
}
