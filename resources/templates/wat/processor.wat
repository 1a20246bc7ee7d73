;; A processor: any number of records for each. Of `every` records this one passes on the first.
(module
	;; What the plugin may call. A text is two numbers: where it begins in the memory, and how many bytes it has.
	(import "env" "host_set_error" (func $set_error (param $text i32) (param $length i32)))
	(import "env" "host_get_config" (func $get_config (param $key i32) (param $length i32) (result i32)))

	;; The memory that plugin and host share, in pages of 64 KiB. The host adds pages of its own for what it hands over.
	(memory (export "memory") 17)

	(data (i32.const 64) "every")
	(data (i32.const 128) "config.every must be a whole number from 1 to 1000000")
	(data (i32.const 256) "the record is too large")
	(global $every (mut i32) (i32.const 2))
	(global $seen (mut i32) (i32.const 0))

{{common}}

	;; The plugin's own functions. This one is called once, before all others. 0: ready.
	(func (export "plugin_init") (param $json i32) (param $length i32) (result i32)
		(global.set $every (call $config_number (i32.const 64) (i32.const 5) (i32.const 2)))
		(if (result i32) (i32.lt_s (global.get $every) (i32.const 1))
			(then (call $fail (i32.const 53)))
			(else (i32.const 0))))

	;; The record that comes of one; 0 for none.
	(func (export "process_data") (param $record i32) (param $length i32) (result i32)
		(local $at i32)
		(if (i32.gt_u (local.get $length) (i32.const 1000000))
			(then (call $set_error (i32.const 256) (i32.const 23)) (return (i32.const -1))))
		(local.set $at (global.get $seen))
		(global.set $seen (i32.rem_u (i32.add (local.get $at) (i32.const 1)) (global.get $every)))
		(if (local.get $at) (then (return (i32.const 0))))
		(call $begin)
		(call $put (local.get $record) (local.get $length))
		(i32.const 65536)))
