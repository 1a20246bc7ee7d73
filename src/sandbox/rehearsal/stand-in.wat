;; What is called at a rehearsal in the place of a DataFlare guest: writes a line to the log and answers what it was given.
(module
	(import "env" "host_log" (func $log (param i32 i32 i32 i32)))
	(memory (export "memory") 1)
	;; "info" for the log, and a result of one byte for a source: "1".
	(data (i32.const 16) "info")
	(data (i32.const 32) "\01\00\00\001")
	;; An input lies at 1028, so that the length of what is answered fits before it.
	(func (export "alloc") (param i32) (result i32) (i32.const 1028))
	(func (export "dealloc") (param i32 i32))
	(func $echo (param $at i32) (param $length i32) (result i32)
		(call $log (i32.const 16) (i32.const 4) (i32.const 16) (i32.const 4))
		(i32.store (i32.const 1024) (local.get $length))
		(i32.const 1024))
	(export "process_data" (func $echo))
	(export "transform_data" (func $echo))
	(export "aggregate_data" (func $echo))
	(export "write_data" (func $echo))
	(func (export "filter_data") (param i32 i32) (result i32) (i32.const 1))
	(func (export "read_data") (result i32) (i32.const 32)))
