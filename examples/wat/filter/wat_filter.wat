;; A filter by hand: it keeps the records that contain a text. With {"contains":"Oslo"} as its configuration,
;; {"city":"Oslo"} is kept and {"city":"Lima"} is not. Read it from top to bottom: it is all there is to a plugin.
(module
	;; What the plugin may call. A text is two numbers: where it begins in the memory, and how many bytes it has.
	(import "env" "host_set_error" (func $set_error (param $text i32) (param $length i32)))

	;; The memory that plugin and host share, in pages of 64 KiB. The host finds it by its name. This module has no
	;; `alloc`, so the host adds pages of its own for what it hands over, and nothing here has to be kept free for it.
	(memory (export "memory") 1)

	;; What lies in the memory from the beginning. From 1024 on there is room for the text that is looked for.
	(data (i32.const 16) "\22contains\22:\22")
	(data (i32.const 64) "\22contains\22 has to be a text of at most 1,000 bytes without a backslash")

	;; Where the text is that is looked for, and how long.
	(global $wanted i32 (i32.const 1024))
	(global $wanted_length (mut i32) (i32.const 0))

	;; Whether $length bytes at $a and at $b are the same: 1 or 0.
	(func $same (param $a i32) (param $b i32) (param $length i32) (result i32)
		(local $i i32)
		(loop $next
			;; All compared and nothing found to differ.
			(if (i32.eq (local.get $i) (local.get $length)) (then (return (i32.const 1))))
			(if (i32.ne
					(i32.load8_u (i32.add (local.get $a) (local.get $i)))
					(i32.load8_u (i32.add (local.get $b) (local.get $i))))
				(then (return (i32.const 0))))
			(local.set $i (i32.add (local.get $i) (i32.const 1)))
			(br $next))
		(unreachable))

	;; Where a text first stands in another one, as an address; -1 where it does not.
	(func $find (param $in i32) (param $in_length i32) (param $text i32) (param $length i32) (result i32)
		(local $last i32)
		(if (i32.gt_u (local.get $length) (local.get $in_length)) (then (return (i32.const -1))))
		;; The last place where it could begin.
		(local.set $last (i32.add (local.get $in) (i32.sub (local.get $in_length) (local.get $length))))
		(loop $next
			(if (call $same (local.get $in) (local.get $text) (local.get $length)) (then (return (local.get $in))))
			(local.set $in (i32.add (local.get $in) (i32.const 1)))
			(br_if $next (i32.le_u (local.get $in) (local.get $last))))
		(i32.const -1))

	;; An error: the message for people, and a number below zero for the host.
	(func $refuse (result i32)
		(call $set_error (i32.const 64) (i32.const 70))
		(i32.const -1))

	;; Called once, with the configuration as JSON. 0: ready. The JSON is the host's memory and is gone afterwards, so
	;; what is needed of it is copied.
	(func (export "plugin_init") (param $json i32) (param $length i32) (result i32)
		(local $at i32) (local $end i32)
		;; Behind `"contains":"`, which has 12 bytes, up to the next quote.
		(local.set $at (call $find (local.get $json) (local.get $length) (i32.const 16) (i32.const 12)))
		(if (i32.eq (local.get $at) (i32.const -1)) (then (return (call $refuse))))
		(local.set $at (i32.add (local.get $at) (i32.const 12)))
		(local.set $end (i32.add (local.get $json) (local.get $length)))
		(global.set $wanted_length (i32.const 0))
		(loop $next
			(if (i32.eq (local.get $at) (local.get $end)) (then (return (call $refuse))))
			(if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x22)) (then (return (i32.const 0)))) ;; "
			(if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x5c)) (then (return (call $refuse)))) ;; \
			(if (i32.eq (global.get $wanted_length) (i32.const 1000)) (then (return (call $refuse))))
			(i32.store8
				(i32.add (global.get $wanted) (global.get $wanted_length))
				(i32.load8_u (local.get $at)))
			(global.set $wanted_length (i32.add (global.get $wanted_length) (i32.const 1)))
			(local.set $at (i32.add (local.get $at) (i32.const 1)))
			(br $next))
		(unreachable))

	;; Called for each record, which is JSON as well. 1 keeps it, 0 drops it.
	(func (export "filter_data") (param $record i32) (param $length i32) (result i32)
		(i32.ne
			(call $find (local.get $record) (local.get $length) (global.get $wanted) (global.get $wanted_length))
			(i32.const -1))))
