import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wit } from '../../scripts/build-plugins/components/make-component.ts';
import { securityPolicySchema } from '../../src/shared/policy/security-policy.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { growingHeap } from '../support/wasi/component.ts';

/** The part of WASI 0.2 that the component below names. */
const wasi = `
package wasi:io@0.2.0 {
	interface error { resource error; }
	interface streams {
		use error.{error};
		variant stream-error { last-operation-failed(error), closed }
		resource input-stream { blocking-read: func(len: u64) -> result<list<u8>, stream-error>; }
		resource output-stream { blocking-write-and-flush: func(contents: list<u8>) -> result<_, stream-error>; }
	}
}
package wasi:filesystem@0.2.0 {
	interface types {
		use wasi:io/streams@0.2.0.{input-stream, output-stream};
		enum error-code {
			access, would-block, already, bad-descriptor, busy, deadlock, quota, exist, file-too-large,
			illegal-byte-sequence, in-progress, interrupted, invalid, io, is-directory, loop, too-many-links,
			message-size, name-too-long, no-device, no-entry, no-lock, insufficient-memory, insufficient-space,
			not-directory, not-empty, not-recoverable, unsupported, no-tty, no-such-device, overflow, not-permitted,
			pipe, read-only, invalid-seek, text-file-busy, cross-device,
		}
		flags descriptor-flags {
			read, write, file-integrity-sync, data-integrity-sync, requested-write-sync, mutate-directory,
		}
		flags path-flags { symlink-follow }
		flags open-flags { create, directory, exclusive, truncate }
		resource descriptor {
			open-at: func(look: path-flags, path: string, how: open-flags, may: descriptor-flags)
				-> result<descriptor, error-code>;
			write-via-stream: func(offset: u64) -> result<output-stream, error-code>;
			read-via-stream: func(offset: u64) -> result<input-stream, error-code>;
		}
	}
	interface preopens {
		use types.{descriptor};
		get-directories: func() -> list<tuple<descriptor, string>>;
	}
}
world files-probe {
	import wasi:filesystem/preopens@0.2.0;
	export processor;
}
`;

/**
 * Writes what it is given to the file whose name it was given before it (first byte: how long that is), by a stream, and
 * answers with what another stream reads of it. An error is its number, of two digits.
 */
const core = `(module
	(import "wasi:filesystem/preopens@0.2.0" "get-directories" (func $folders (param i32)))
	(import "wasi:filesystem/types@0.2.0" "[method]descriptor.open-at"
		(func $open (param i32 i32 i32 i32 i32 i32 i32)))
	(import "wasi:filesystem/types@0.2.0" "[method]descriptor.write-via-stream" (func $writing (param i32 i64 i32)))
	(import "wasi:filesystem/types@0.2.0" "[method]descriptor.read-via-stream" (func $reading (param i32 i64 i32)))
	(import "wasi:filesystem/types@0.2.0" "[resource-drop]descriptor" (func $close (param i32)))
	(import "wasi:io/streams@0.2.0" "[method]output-stream.blocking-write-and-flush"
		(func $write (param i32 i32 i32 i32)))
	(import "wasi:io/streams@0.2.0" "[method]input-stream.blocking-read" (func $read (param i32 i64 i32)))
	(import "wasi:io/streams@0.2.0" "[resource-drop]output-stream" (func $end-writing (param i32)))
	(import "wasi:io/streams@0.2.0" "[resource-drop]input-stream" (func $end-reading (param i32)))
	(memory (export "memory") 4)
	${growingHeap}
	(func $failed (param $code i32) (result i32)
		(i32.store8 (i32.const 32) (i32.add (i32.const 48) (i32.div_u (local.get $code) (i32.const 10))))
		(i32.store8 (i32.const 33) (i32.add (i32.const 48) (i32.rem_u (local.get $code) (i32.const 10))))
		(i32.store8 (i32.const 160) (i32.const 1))
		(i32.store (i32.const 164) (i32.const 32))
		(i32.store (i32.const 168) (i32.const 2))
		(i32.const 160))
	(func (export "dataflare:plugin/processor@1.0.0#process") (param $given i32) (param $length i32) (result i32)
		(local $folder i32) (local $file i32) (local $stream i32) (local $name i32)
		(call $folders (i32.const 64))
		(if (i32.eqz (i32.load (i32.const 68))) (then (return (call $failed (i32.const 99)))))
		(local.set $folder (i32.load (i32.load (i32.const 64))))
		(local.set $name (i32.sub (i32.load8_u (i32.add (local.get $given) (i32.const 1))) (i32.const 48)))
		(call $open (local.get $folder) (i32.const 1) (i32.add (local.get $given) (i32.const 2)) (local.get $name)
			(i32.const 1) (i32.const 3) (i32.const 80))
		(if (i32.load8_u (i32.const 80)) (then (return (call $failed (i32.load8_u (i32.const 84))))))
		(local.set $file (i32.load (i32.const 84)))
		(call $writing (local.get $file) (i64.const 0) (i32.const 80))
		(local.set $stream (i32.load (i32.const 84)))
		(call $write (local.get $stream) (local.get $given) (local.get $length) (i32.const 80))
		(if (i32.load8_u (i32.const 80)) (then (return (call $failed (i32.const 98)))))
		(call $end-writing (local.get $stream))
		(call $reading (local.get $file) (i64.const 0) (i32.const 80))
		(local.set $stream (i32.load (i32.const 84)))
		(call $read (local.get $stream) (i64.const 65536) (i32.const 80))
		(if (i32.load8_u (i32.const 80)) (then (return (call $failed (i32.const 97)))))
		(call $end-reading (local.get $stream))
		;; Many more of the same, all let go of at once: nothing waits for that.
		(local.set $stream (i32.const 0))
		(loop $more
			(call $open (local.get $folder) (i32.const 1) (i32.add (local.get $given) (i32.const 2)) (local.get $name)
				(i32.const 0) (i32.const 1) (i32.const 96))
			(i32.store (i32.add (i32.const 512) (i32.mul (local.get $stream) (i32.const 4))) (i32.load (i32.const 100)))
			(local.set $stream (i32.add (local.get $stream) (i32.const 1)))
			(br_if $more (i32.lt_u (local.get $stream) (i32.const 16))))
		(loop $less
			(local.set $stream (i32.sub (local.get $stream) (i32.const 1)))
			(call $close (i32.load (i32.add (i32.const 512) (i32.mul (local.get $stream) (i32.const 4)))))
			(br_if $less (local.get $stream)))
		(call $close (local.get $file))
		(call $close (local.get $folder))
		(i32.store8 (i32.const 160) (i32.const 0))
		(i32.store8 (i32.const 164) (i32.const 1))
		(i32.store (i32.const 168) (i32.load (i32.const 84)))
		(i32.store (i32.const 172) (i32.load (i32.const 88)))
		(i32.const 160)))`;

let scratch: ScratchCore;

beforeAll(async () => {
	scratch = await scratchCore();
	const witSource = `${wit()}\n${wasi}`;
	const embedded = await componentEmbed({ binary: await parse(core), witSource, world: 'files-probe' });
	const path = join(scratch.folder, 'files-probe.wasm');
	writeFileSync(path, await componentNew(embedded, []));
	await scratch.ask('plugins.install', { path });
});
afterAll(() => scratch.dispose());

const process = async (input: string) =>
	(await scratch.ask('plugins.call', { name: 'files-probe', fn: 'process_data', input })).value;
const grant = async (paths: readonly string[]) => {
	const policy = securityPolicySchema.parse({ allow_file_system: true, allowed_paths: paths });
	await scratch.ask('policy.set', { name: 'files-probe', policy });
};

it('finds no folder where nothing is granted', async () => {
	await expect(process('"5a.txt"')).rejects.toThrow(/99/);
});

it('writes and reads what is granted, and is suspended meanwhile', async () => {
	await grant(['.']);
	const text = '"5a.txt, and then some more"';
	expect(await process(text)).toBe(JSON.parse(text));
	expect(readFileSync(join(scratch.folder, 'data/plugin-data/files-probe/a.txt'), 'utf8').trim()).toBe(text);
	// Many times: what it opens it closes.
	for (let time = 0; time < 12; time++) expect(await process(text)).toBe(JSON.parse(text));
});

it('is denied what is not, and says so to the component and in the record', async () => {
	await grant(['.:ro']);
	await expect(process('"5a.txt"')).rejects.toThrow(/00|31/);
	await grant(['.']);
	// 31: `not-permitted`.
	await expect(process('"7../evil"')).rejects.toThrow(/31/);
	expect(existsSync(join(scratch.folder, 'data/plugin-data/evil'))).toBe(false);
});
