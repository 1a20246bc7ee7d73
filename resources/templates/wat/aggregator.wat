;; An aggregator: few records for many. This one counts them, under the name `as` of its configuration.
(module
	;; What the plugin may call. A text is two numbers: where it begins in the memory, and how many bytes it has.
	(import "env" "host_set_error" (func $set_error (param $text i32) (param $length i32)))
	(import "env" "host_get_config" (func $get_config (param $key i32) (param $length i32) (result i32)))

	;; The memory that plugin and host share, in pages of 64 KiB. The host adds pages of its own for what it hands over.
	(memory (export "memory") 17)

	(data (i32.const 64) "as")
	(data (i32.const 80) "{\22\22:}")
	(data (i32.const 128) "config.as must be a text of at most 1000 bytes without a backslash")
	;; The name that it has where the configuration gives none.
	(data (i32.const 1024) "records")
	(global $name (mut i32) (i32.const 7))
	(global $count (mut i32) (i32.const 0))

{{common}}

	;; The plugin's own functions. This one is called once, before all others. 0: ready. The name stays at 1024.
	(func (export "plugin_init") (param $json i32) (param $length i32) (result i32)
		(local $letters i32)
		(local.set $letters (call $config_text (i32.const 64) (i32.const 2)))
		(if (i32.eq (local.get $letters) (i32.const -1)) (then (return (call $fail (i32.const 66)))))
		(if (i32.ge_s (local.get $letters) (i32.const 0)) (then (global.set $name (local.get $letters))))
		(i32.const 0))

	(func (export "aggregate_data") (param $record i32) (param $length i32) (result i32)
		(global.set $count (i32.add (global.get $count) (i32.const 1)))
		(i32.const 0))

	;; Called once, after the last record.
	(func (export "aggregate_result") (result i32)
		(call $begin)
		(call $put (i32.const 80) (i32.const 2))
		(call $put (i32.const 1024) (global.get $name))
		(call $put (i32.const 82) (i32.const 2))
		(call $put_number (global.get $count))
		(call $put (i32.const 84) (i32.const 1))
		(i32.const 65536)))
