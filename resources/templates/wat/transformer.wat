;; A transformer: one record for each, in order. This one numbers them, from `first` of its configuration on.
(module
	;; What the plugin may call. A text is two numbers: where it begins in the memory, and how many bytes it has.
	(import "env" "host_set_error" (func $set_error (param $text i32) (param $length i32)))
	(import "env" "host_get_config" (func $get_config (param $key i32) (param $length i32) (result i32)))

	;; The memory that plugin and host share, in pages of 64 KiB. The host adds pages of its own for what it hands over.
	(memory (export "memory") 17)

	(data (i32.const 64) "first")
	(data (i32.const 80) "{\22number\22:,\22record\22:}")
	(data (i32.const 128) "config.first must be a whole number from 0 to 1000000")
	(data (i32.const 256) "the record is too large")
	(global $number (mut i32) (i32.const 1))

{{common}}

	;; The plugin's own functions. This one is called once, before all others. 0: ready.
	(func (export "plugin_init") (param $json i32) (param $length i32) (result i32)
		(global.set $number (call $config_number (i32.const 64) (i32.const 5) (i32.const 1)))
		(if (result i32) (i32.lt_s (global.get $number) (i32.const 0))
			(then (call $fail (i32.const 53)))
			(else (i32.const 0))))

	(func (export "transform_data") (param $record i32) (param $length i32) (result i32)
		(if (i32.gt_u (local.get $length) (i32.const 1000000))
			(then (call $set_error (i32.const 256) (i32.const 23)) (return (i32.const -1))))
		(call $begin)
		(call $put (i32.const 80) (i32.const 10))
		(call $put_number (global.get $number))
		(call $put (i32.const 90) (i32.const 10))
		(call $put (local.get $record) (local.get $length))
		(call $put (i32.const 100) (i32.const 1))
		(global.set $number (i32.add (global.get $number) (i32.const 1)))
		(i32.const 65536)))
