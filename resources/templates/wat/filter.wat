;; A filter: keeps the records whose JSON contains the text `contains` of its configuration.
(module
	;; What the plugin may call. A text is two numbers: where it begins in the memory, and how many bytes it has.
	(import "env" "host_set_error" (func $set_error (param $text i32) (param $length i32)))
	(import "env" "host_get_config" (func $get_config (param $key i32) (param $length i32) (result i32)))

	;; The memory that plugin and host share, in pages of 64 KiB. The host adds pages of its own for what it hands over.
	(memory (export "memory") 17)

	(data (i32.const 64) "contains")
	(data (i32.const 128) "config.contains must be a text of at most 1000 bytes without a backslash")
	(global $wanted (mut i32) (i32.const 0))

{{common}}

	;; The plugin's own functions. Whether $length bytes at $a and at $b are the same: 1 or 0.
	(func $same (param $a i32) (param $b i32) (param $length i32) (result i32)
		(local $i i32)
		(loop $next
			(if (i32.eq (local.get $i) (local.get $length)) (then (return (i32.const 1))))
			(if (i32.ne
					(i32.load8_u (i32.add (local.get $a) (local.get $i)))
					(i32.load8_u (i32.add (local.get $b) (local.get $i))))
				(then (return (i32.const 0))))
			(local.set $i (i32.add (local.get $i) (i32.const 1)))
			(br $next))
		(unreachable))

	;; Called once, before all others. 0: ready. The text that is looked for stays at 1024.
	(func (export "plugin_init") (param $json i32) (param $length i32) (result i32)
		(global.set $wanted (call $config_text (i32.const 64) (i32.const 8)))
		(if (i32.eq (global.get $wanted) (i32.const -1)) (then (return (call $fail (i32.const 72)))))
		(if (i32.lt_s (global.get $wanted) (i32.const 0)) (then (global.set $wanted (i32.const 0))))
		(i32.const 0))

	;; 1: the record is kept; 0: it is dropped.
	(func (export "filter_data") (param $record i32) (param $length i32) (result i32)
		(local $last i32)
		(if (i32.gt_s (global.get $wanted) (local.get $length)) (then (return (i32.const 0))))
		;; The last place where it could begin.
		(local.set $last (i32.add (local.get $record) (i32.sub (local.get $length) (global.get $wanted))))
		(loop $next
			(if (call $same (local.get $record) (i32.const 1024) (global.get $wanted)) (then (return (i32.const 1))))
			(local.set $record (i32.add (local.get $record) (i32.const 1)))
			(br_if $next (i32.le_u (local.get $record) (local.get $last))))
		(i32.const 0)))
