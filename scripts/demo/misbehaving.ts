import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabtInit from 'wabt';

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
