/** Where one lane of killed flows happens: an engine of its own, a compressed input, and what an undisturbed run makes of it. */
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { lockedDown, type SecurityPolicy } from '../../../src/shared/policy/security-policy.ts';
import { compileText, writePackage } from '../guests.ts';

const root = resolve(import.meta.dirname, '../../..');
const out = join(root, 'out/main');

/** Files that the flow writes. */
export const OUTPUTS = ['even.csv.gz', 'rest.ndjson', 'sum.ndjson', 'bad.ndjson'] as const;

export interface FlowGround {
	readonly folder: string;
	readonly dataDir: string;
	readonly core: string;
	readonly sandboxEntry: string;
	readonly reaperEntry: string;
	readonly resourcesDir: string;
	readonly summing: string;
	/** Of both plugins. Made here, once: a program that is started again and again need not load what makes it. */
	readonly grant: SecurityPolicy;
	/** Where the flow writes. */
	readonly output: string;
	/** How often checkpoints are taken, ms. */
	readonly checkpointMs: number;
	/** What has nothing to do for so long has no sandbox, ms. */
	readonly restMs: number;
	readonly definition: object;
}

/**
 * An aggregator that keeps a number which depends on every byte of every record and on their order, refuses a record
 * whose length is 0 or 1 above a multiple of 16, and answers with the number at its end. It can save it, at such a length
 * that it lies in a file of its own, and takes nothing back that is not whole.
 */
export const summing = `(module (memory (export "memory") 8)
	(global $sum (mut i32) (i32.const 17))
	(global $out (mut i32) (i32.const 0))
	(func (export "alloc") (param i32) (result i32) (i32.const 4096))
	(func (export "dealloc") (param i32 i32))
	(func (export "aggregate_data") (param $at i32) (param $length i32) (result i32) (local $past i32)
		(if (i32.lt_u (i32.rem_u (local.get $length) (i32.const 16)) (i32.const 2)) (then (return (i32.const -5))))
		(local.set $past (i32.add (local.get $at) (local.get $length)))
		(loop $next
			(global.set $sum (i32.add (i32.mul (global.get $sum) (i32.const 31)) (i32.load8_u (local.get $at))))
			(local.set $at (i32.add (local.get $at) (i32.const 1)))
			(br_if $next (i32.lt_u (local.get $at) (local.get $past))))
		(i32.const 0))
	(func $digits (param $value i32)
		(if (i32.ge_u (local.get $value) (i32.const 10)) (then (call $digits (i32.div_u (local.get $value) (i32.const 10)))))
		(i32.store8 (global.get $out) (i32.add (i32.const 48) (i32.rem_u (local.get $value) (i32.const 10))))
		(global.set $out (i32.add (global.get $out) (i32.const 1))))
	(func (export "aggregate_result") (result i32)
		(global.set $out (i32.const 1028))
		(call $digits (global.get $sum))
		(i32.store (i32.const 1024) (i32.sub (global.get $out) (i32.const 1028)))
		(i32.const 1024))
	(func (export "save_state") (result i32)
		(i32.store (i32.const 262140) (i32.const 200000))
		(memory.fill (i32.const 262144) (global.get $sum) (i32.const 200000))
		(i32.store (i32.const 262144) (global.get $sum))
		(i32.const 262140))
	(func (export "load_state") (param $at i32) (param $length i32) (result i32)
		(if (i32.ne (local.get $length) (i32.const 200000)) (then (return (i32.const -5))))
		(global.set $sum (i32.load (local.get $at)))
		(if (i32.ne (i32.load8_u (i32.add (local.get $at) (i32.const 199999))) (i32.and (global.get $sum) (i32.const 255)))
			(then (return (i32.const -5))))
		(i32.const 0)))`;

export function prepareFlowGround(rows: number, checkpointMs: number, restMs: number): FlowGround {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-flow-kills-'));
	const [sandboxEntry, reaperEntry] = [join(folder, 'sandbox.mjs'), join(folder, 'reaper.mjs')];
	copyFileSync(join(out, 'sandbox.mjs'), sandboxEntry);
	copyFileSync(join(out, 'reaper.mjs'), reaperEntry);
	writePackage(join(folder, 'summing'), 'summing', compileText(summing), { type: 'aggregator' });
	const lines = Array.from({ length: rows }, (_, n) => `${n},${n % 3 === 0},"text, ${'x'.repeat(n % 40)} ""${n}"""`);
	writeFileSync(join(folder, 'in.csv.gz'), gzipSync(`n,even,text\n${lines.join('\n')}\n`));
	const output = folder;
	const write = (name: (typeof OUTPUTS)[number], ...inputs: readonly string[]): object => ({
		name,
		use: 'write-file',
		inputs,
		config: { path: join(output, name) },
	});
	const components = [
		{ name: 'in', use: 'read-file', config: { path: join(folder, 'in.csv.gz') } },
		{
			name: 'third',
			plugin: 'row-filter',
			inputs: ['in'],
			config: { where: { field: 'even', op: 'eq', value: true } },
			batch_size: 200,
		},
		{ name: 'sum', plugin: 'summing', inputs: ['third', 'third.dropped'], on_error: 'quarantine' },
		write('even.csv.gz', 'third'),
		write('rest.ndjson', 'third.dropped'),
		write('sum.ndjson', 'sum'),
		write('bad.ndjson', 'sum.failed'),
	];
	return {
		folder,
		dataDir: join(folder, 'data'),
		core: join(out, 'core.mjs'),
		sandboxEntry,
		reaperEntry,
		resourcesDir: join(root, 'resources'),
		summing: join(folder, 'summing'),
		grant: { ...lockedDown, max_memory: 33_554_432 },
		output,
		checkpointMs,
		restMs,
		definition: { name: 'killed', batch_size: 500, components },
	};
}
