;; A source: counts up to `count` of its configuration, a record for each number.
(module
	;; What the plugin may call. A text is two numbers: where it begins in the memory, and how many bytes it has.
	(import "env" "host_set_error" (func $set_error (param $text i32) (param $length i32)))
	(import "env" "host_get_config" (func $get_config (param $key i32) (param $length i32) (result i32)))

	;; The memory that plugin and host share, in pages of 64 KiB. The host adds pages of its own for what it hands over.
	(memory (export "memory") 17)

	(data (i32.const 64) "count")
	(data (i32.const 80) "{\22n\22:}")
	(data (i32.const 128) "config.count must be a whole number from 0 to 1000000")
	(global $count (mut i32) (i32.const 3))
	(global $next (mut i32) (i32.const 1))

{{common}}

	;; The plugin's own functions. This one is called once, before all others. 0: ready.
	(func (export "plugin_init") (param $json i32) (param $length i32) (result i32)
		(global.set $count (call $config_number (i32.const 64) (i32.const 5) (i32.const 3)))
		(if (result i32) (i32.lt_s (global.get $count) (i32.const 0))
			(then (call $fail (i32.const 53)))
			(else (i32.const 0))))

	;; The next record; 0 at the end.
	(func (export "read_data") (result i32)
		(if (i32.gt_s (global.get $next) (global.get $count)) (then (return (i32.const 0))))
		(call $begin)
		(call $put (i32.const 80) (i32.const 5))
		(call $put_number (global.get $next))
		(call $put (i32.const 85) (i32.const 1))
		(global.set $next (i32.add (global.get $next) (i32.const 1)))
		(i32.const 65536)))
