;; reports an error text that is not UTF-8
;; expect: plugin_execution
(module (import "env" "host_set_error" (func $error (param i32 i32))) (memory (export "memory") 1) (data (i32.const 16) "a\ff\c3\28 is what went wrong") (func (export "process_data") (param i32 i32) (result i32) (call $error (i32.const 16) (i32.const 23)) (i32.const -1)))
