;; its allocator asks the host for something that needs its allocator
;; expect: plugin_execution
;; manifest: {"config":{"answer":42}}
(module (import "env" "host_get_config" (func $config (param i32 i32) (result i32))) (memory (export "memory") 1) (data (i32.const 16) "answer") (func (export "alloc") (param i32) (result i32) (call $config (i32.const 16) (i32.const 6))) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
