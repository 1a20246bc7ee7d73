;; reports an error text that lies outside its memory
;; expect: plugin_execution
(module (import "env" "host_set_error" (func $say (param i32 i32))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (call $say (i32.const 0x7fffffff) (i32.const -1)) (i32.const -5)))
