;; the start function asks the host, before there is a memory to answer into
;; expect: plugin_load
(module (import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32))) (memory (export "memory") 1) (func $s (drop (call $read (i32.const 16) (i32.const 1) (i64.const 0) (i32.const 9)))) (start $s) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
