;; dealloc asks the host, where nothing can wait
;; expect: plugin_execution
(module (import "env" "host_get_env" (func $env (param i32 i32) (result i32))) (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 1024)) (func (export "dealloc") (param i32 i32) (drop (call $env (i32.const 16) (i32.const 1)))) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
