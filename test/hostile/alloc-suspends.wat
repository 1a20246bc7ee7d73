;; its allocator waits for the outside world
;; expect: plugin_execution
(module (import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32))) (memory (export "memory") 1) (data (i32.const 16) "x") (func (export "alloc") (param i32) (result i32) (call $read (i32.const 16) (i32.const 1) (i64.const 0) (i32.const 9))) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
