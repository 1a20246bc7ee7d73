;; Counts the vowels of each record, and adds them to a total that it keeps in a variable.
;; Nothing here knows of DataFlare: these are Extism's imports, called by hand.
(module
	(import "extism:host/env" "input_length" (func $input_length (result i64)))
	(import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
	(import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
	(import "extism:host/env" "load_u64" (func $load_u64 (param i64) (result i64)))
	(import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
	(import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
	(import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
	(import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
	(import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
	(memory (export "memory") 1)
	(data (i32.const 0) "{\22count\22:")
	(data (i32.const 16) ",\22total\22:")
	(data (i32.const 32) "total")
	;; From 64 on the answer is written.
	(global $end (mut i32) (i32.const 64))

	(func $is_vowel (param $c i32) (result i32)
		(local.set $c (i32.or (local.get $c) (i32.const 32)))
		(i32.or
			(i32.or (i32.eq (local.get $c) (i32.const 97)) (i32.eq (local.get $c) (i32.const 101)))
			(i32.or (i32.eq (local.get $c) (i32.const 105))
				(i32.or (i32.eq (local.get $c) (i32.const 111)) (i32.eq (local.get $c) (i32.const 117))))))

	(func $put (param $c i32)
		(i32.store8 (global.get $end) (local.get $c))
		(global.set $end (i32.add (global.get $end) (i32.const 1))))
	(func $put_text (param $at i32) (param $n i32)
		(memory.copy (global.get $end) (local.get $at) (local.get $n))
		(global.set $end (i32.add (global.get $end) (local.get $n))))
	(func $put_number (param $x i64)
		(if (i64.ge_u (local.get $x) (i64.const 10)) (then (call $put_number (i64.div_u (local.get $x) (i64.const 10)))))
		(call $put (i32.add (i32.const 48) (i32.wrap_i64 (i64.rem_u (local.get $x) (i64.const 10))))))

	;; A block of Extism's memory with a piece of this one.
	(func $block (param $at i32) (param $n i32) (result i64) (local $p i64) (local $i i32)
		(local.set $p (call $alloc (i64.extend_i32_u (local.get $n))))
		(block $done (loop $next
			(br_if $done (i32.ge_u (local.get $i) (local.get $n)))
			(call $store_u8 (i64.add (local.get $p) (i64.extend_i32_u (local.get $i)))
				(i32.load8_u (i32.add (local.get $at) (local.get $i))))
			(local.set $i (i32.add (local.get $i) (i32.const 1)))
			(br $next)))
		(local.get $p))

	(func (export "count_vowels") (result i32)
		(local $n i64) (local $at i64) (local $count i64) (local $total i64) (local $variable i64) (local $size i32)
		(local.set $n (call $input_length))
		(block $done (loop $next
			(br_if $done (i64.ge_u (local.get $at) (local.get $n)))
			(local.set $count (i64.add (local.get $count)
				(i64.extend_i32_u (call $is_vowel (call $input_load_u8 (local.get $at))))))
			(local.set $at (i64.add (local.get $at) (i64.const 1)))
			(br $next)))

		;; The host owns the handles that it is given: neither key nor value is freed here.
		(local.set $variable (call $var_get (call $block (i32.const 32) (i32.const 5))))
		(if (i64.ne (local.get $variable) (i64.const 0)) (then (local.set $total (call $load_u64 (local.get $variable)))))
		(local.set $total (i64.add (local.get $total) (local.get $count)))
		(local.set $variable (call $alloc (i64.const 8)))
		(call $store_u64 (local.get $variable) (local.get $total))
		(call $var_set (call $block (i32.const 32) (i32.const 5)) (local.get $variable))

		(global.set $end (i32.const 64))
		(call $put_text (i32.const 0) (i32.const 9))
		(call $put_number (local.get $count))
		(call $put_text (i32.const 16) (i32.const 9))
		(call $put_number (local.get $total))
		(call $put (i32.const 125))
		(local.set $size (i32.sub (global.get $end) (i32.const 64)))
		(call $output_set (call $block (i32.const 64) (local.get $size)) (i64.extend_i32_u (local.get $size)))
		(i32.const 0))
)
