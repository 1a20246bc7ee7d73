/**
 * A guest that does with each record, a JSON text such as `"ok 7"`, what the text's first letter says: hands it on (`o`),
 * lets it go (`d`), refuses it (`e`), traps (`t`), answers with what is no JSON (`b`) or no UTF-8 (`u`), never comes back
 * (`l`), takes all memory that it may have (`g`). It counts what it handed on, which is what it answers at its end and
 * what it saves.
 */
export interface FickleOptions {
	/** Takes lines, many at once. */
	readonly batch?: boolean;
	/** What it says before it refuses a record. */
	readonly says?: string;
}

const RESULT = 300_000;

export function fickle(fn: string, { batch = false, says }: FickleOptions = {}): string {
	const is = (letter: string): string => `(i32.eq (local.get $kind) (i32.const ${letter.charCodeAt(0)}))`;
	const say = says === undefined ? '' : `(call $say (i32.const 16) (i32.const ${says.length}))`;
	const verdict = fn === 'filter_data' && !batch;
	return `(module
	${says === undefined ? '' : '(import "env" "host_set_error" (func $say (param i32 i32)))'}
	(memory (export "memory") 8)
	(data (i32.const 16) "${says ?? ''}")
	(global $count (mut i32) (i32.const 0))
	(global $out (mut i32) (i32.const 0))
	(func (export "alloc") (param i32) (result i32) (i32.const 4096))
	(func (export "dealloc") (param i32 i32))
	(func $byte (param $value i32)
		(i32.store8 (global.get $out) (local.get $value))
		(global.set $out (i32.add (global.get $out) (i32.const 1))))
	(func $copy (param $at i32) (param $past i32)
		(block $end (loop $next
			(br_if $end (i32.ge_u (local.get $at) (local.get $past)))
			(call $byte (i32.load8_u (local.get $at)))
			(local.set $at (i32.add (local.get $at) (i32.const 1)))
			(br $next))))
	;; One record: below zero, it is refused; 0, it is let go; 1, it was handed on.
	(func $one (param $at i32) (param $past i32) (result i32) (local $kind i32)
		(local.set $kind (i32.load8_u (i32.add (local.get $at) (i32.const 1))))
		(if ${is('e')} (then ${say} (return (i32.const -5))))
		(if ${is('t')} (then unreachable))
		(if ${is('l')} (then (loop $on (br $on))))
		(if ${is('g')} (then
			(loop $more (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable))
		(if ${is('d')} (then (return (i32.const 0))))
		(if ${is('b')} (then (call $byte (i32.const 123)) (return (i32.const 1))))
		(if ${is('u')} (then
			(call $byte (i32.const 34)) (call $byte (i32.const 255)) (call $byte (i32.const 34)) (return (i32.const 1))))
		(global.set $count (i32.add (global.get $count) (i32.const 1)))
		(call $copy (local.get $at) (local.get $past))
		(i32.const 1))
	(func $begin (global.set $out (i32.const ${RESULT + 4})))
	(func $end (result i32)
		(i32.store (i32.const ${RESULT}) (i32.sub (global.get $out) (i32.const ${RESULT + 4})))
		(i32.const ${RESULT}))
	(func $each (param $at i32) (param $length i32) (result i32) (local $status i32)
		(call $begin)
		(local.set $status (call $one (local.get $at) (i32.add (local.get $at) (local.get $length))))
		${verdict ? '(return (local.get $status))' : ''}
		(if (i32.le_s (local.get $status) (i32.const 0)) (then (return (local.get $status))))
		(call $end))
	(func $lines (param $at i32) (param $length i32) (result i32) (local $past i32) (local $line i32) (local $status i32)
		(call $begin)
		(local.set $past (i32.add (local.get $at) (local.get $length)))
		(block $over (loop $next
			(br_if $over (i32.ge_u (local.get $at) (local.get $past)))
			(local.set $line (local.get $at))
			(block $found (loop $on
				(br_if $found (i32.ge_u (local.get $line) (local.get $past)))
				(br_if $found (i32.eq (i32.load8_u (local.get $line)) (i32.const 10)))
				(local.set $line (i32.add (local.get $line) (i32.const 1)))
				(br $on)))
			(local.set $status (call $one (local.get $at) (local.get $line)))
			(if (i32.lt_s (local.get $status) (i32.const 0)) (then (return (local.get $status))))
			(if (local.get $status) (then (call $byte (i32.const 10))))
			(local.set $at (i32.add (local.get $line) (i32.const 1)))
			(br $next)))
		(if (i32.eq (global.get $out) (i32.const ${RESULT + 4})) (then (return (i32.const 0))))
		(call $end))
	(func (export "${fn}") (param i32 i32) (result i32) (call ${batch ? '$lines' : '$each'} (local.get 0) (local.get 1)))
	(func $digits (param $value i32)
		(if (i32.ge_u (local.get $value) (i32.const 10)) (then (call $digits (i32.div_u (local.get $value) (i32.const 10)))))
		(call $byte (i32.add (i32.const 48) (i32.rem_u (local.get $value) (i32.const 10)))))
	(func (export "aggregate_result") (result i32) (call $begin) (call $digits (global.get $count)) (call $end))
	(func (export "save_state") (result i32)
		(i32.store (i32.const ${RESULT}) (i32.const 4)) (i32.store (i32.const ${RESULT + 4}) (global.get $count))
		(i32.const ${RESULT}))
	(func (export "load_state") (param $at i32) (param $length i32) (result i32)
		(if (i32.ne (local.get $length) (i32.const 4)) (then ${say} (return (i32.const -3))))
		(global.set $count (i32.load (local.get $at)))
		(i32.const 0)))`;
}
