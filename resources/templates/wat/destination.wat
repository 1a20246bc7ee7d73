;; A destination: writes records to the file `path` of its configuration, one on each line.
(module
	;; What the plugin may call. A text is two numbers: where it begins in the memory, and how many bytes it has.
	(import "env" "host_set_error" (func $set_error (param $text i32) (param $length i32)))
	(import "env" "host_get_config" (func $get_config (param $key i32) (param $length i32) (result i32)))
	(import "env" "host_write_file"
		(func $write_file (param $path i32) (param $letters i32) (param $data i32) (param $length i32) (param $append i32)
			(result i32)))

	;; The memory that plugin and host share, in pages of 64 KiB. The host adds pages of its own for what it hands over.
	(memory (export "memory") 17)

	(data (i32.const 64) "path")
	(data (i32.const 80) "\0a")
	(data (i32.const 128) "config.path must be a text of at most 1000 bytes without a backslash")
	(data (i32.const 256) "the record is too large")
	(data (i32.const 288) "the file could not be written")
	;; The file that it is where the configuration names none.
	(data (i32.const 1024) "out/records.ndjson")
	(global $path (mut i32) (i32.const 18))
	(global $begun (mut i32) (i32.const 0))

{{common}}

	;; The plugin's own functions. This one is called once, before all others. 0: ready. The path stays at 1024.
	(func (export "plugin_init") (param $json i32) (param $length i32) (result i32)
		(local $letters i32)
		(local.set $letters (call $config_text (i32.const 64) (i32.const 4)))
		(if (i32.eq (local.get $letters) (i32.const -1)) (then (return (call $fail (i32.const 68)))))
		(if (i32.ge_s (local.get $letters) (i32.const 0)) (then (global.set $path (local.get $letters))))
		(i32.const 0))

	;; The first record replaces the file, those after it are added.
	(func (export "write_data") (param $record i32) (param $length i32) (result i32)
		(if (i32.gt_u (local.get $length) (i32.const 1000000))
			(then (call $set_error (i32.const 256) (i32.const 23)) (return (i32.const -1))))
		(call $begin)
		(call $put (local.get $record) (local.get $length))
		(call $put (i32.const 80) (i32.const 1))
		(if (i32.lt_s
				(call $write_file
					(i32.const 1024) (global.get $path)
					(i32.const 65540) (i32.load (i32.const 65536))
					(global.get $begun))
				(i32.const 0))
			(then (call $set_error (i32.const 288) (i32.const 29)) (return (i32.const -1))))
		(global.set $begun (i32.const 1))
		(i32.const 0)))
