import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools';

const sdk = resolve(import.meta.dirname, '../../../sdk');
const wit = (): string => readFileSync(resolve(sdk, 'wit/command.wit'), 'utf8');

/** A program of WASI preview 1 as a component, by the adapter of the SDK: what it asks for has to be there. */
export async function commandOf(module: Uint8Array): Promise<Uint8Array> {
	const text = readFileSync(resolve(sdk, 'c/command.wat'), 'utf8');
	const adapter = await componentEmbed({ binary: await parse(text), witSource: wit(), world: 'command' });
	return Uint8Array.from(await componentNew(module, [['wasi_snapshot_preview1', adapter]]));
}

/** The same world, in which standard input can be waited for beside something else. */
function waitingWit(): string {
	const poll = `interface poll {
			resource pollable { block: func(); }
			poll: func(in: list<borrow<pollable>>) -> list<u32>;
		}`;
	return wit()
		.replace(
			'world command {',
			'world command {\n\timport wasi:io/poll@0.2.0;\n\timport wasi:clocks/monotonic-clock@0.2.0;',
		)
		.replace(
			'package wasi:clocks@0.2.0 {',
			`package wasi:clocks@0.2.0 { interface monotonic-clock {
				use wasi:io/poll@0.2.0.{pollable};
				subscribe-duration: func(when: u64) -> pollable;
			}`,
		)
		.replace('interface streams {', `${poll}\n interface streams { use poll.{pollable};`)
		.replace('resource input-stream {', 'resource input-stream { subscribe: func() -> pollable;');
}

interface Parts {
	/** Answers with i32: 0 is success. Here `$read` gives what was read (0: the end; from 4096 on), `$write` takes a place and a length. */
	readonly body: string;
	readonly data?: string;
	readonly locals?: string;
	readonly world?: string;
	readonly version?: string;
}

/** A program straight over WASI 0.2. */
export async function rawCommand({ body, data = '', locals = '', version = '0.2.0' }: Parts): Promise<Uint8Array> {
	const core = await parse(`(module
		(import "wasi:cli/exit@0.2.0" "exit" (func $exit (param i32)))
		(import "wasi:cli/stdin@0.2.0" "get-stdin" (func $stdin (result i32)))
		(import "wasi:cli/stdout@0.2.0" "get-stdout" (func $stdout (result i32)))
		(import "wasi:io/poll@0.2.0" "[method]pollable.block" (func $block (param i32)))
		(import "wasi:io/poll@0.2.0" "poll" (func $poll (param i32 i32 i32)))
		(import "wasi:clocks/monotonic-clock@0.2.0" "subscribe-duration" (func $after (param i64) (result i32)))
		(import "wasi:io/streams@0.2.0" "[method]input-stream.subscribe" (func $subscribe (param i32) (result i32)))
		(import "wasi:io/streams@0.2.0" "[method]input-stream.blocking-read" (func $blocking (param i32 i64 i32)))
		(import "wasi:io/streams@0.2.0" "[method]output-stream.blocking-write-and-flush"
			(func $put (param i32 i32 i32 i32)))
		(memory (export "memory") 4)
		(data (i32.const 1024) "${data}")
		(global $in (mut i32) (i32.const 0)) (global $out (mut i32) (i32.const 0)) (global $ready (mut i32) (i32.const 0))
		(global $room (mut i32) (i32.const 4096))
		(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (global.get $room))
		(func $read (result i32)
			(global.set $room (i32.const 4096))
			(call $blocking (global.get $in) (i64.const 65536) (i32.const 16))
			(if (i32.load8_u (i32.const 16)) (then (return (i32.const 0))))
			(i32.load (i32.const 24)))
		(func $write (param $at i32) (param $length i32)
			(call $put (global.get $out) (local.get $at) (local.get $length) (i32.const 16)))
		(func (export "wasi:cli/run@${version}#run") (result i32) ${locals}
			(global.set $in (call $stdin)) (global.set $out (call $stdout)) (global.set $ready (call $subscribe (global.get $in)))
			${body}))`);
	const world = waitingWit();
	const embedded = await componentEmbed({ binary: core, witSource: world, world: 'command', stringEncoding: 'utf8' });
	return Uint8Array.from(await componentNew(embedded, []));
}
