;; asks for a file by a path that lies outside its memory
;; expect: plugin_execution
(module (import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (call $read (i32.const 0x7fffffff) (i32.const -1) (i64.const -1) (i32.const -1))))
