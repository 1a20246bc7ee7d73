;; reads a variable that it was not granted
;; expect: plugin_execution
(module (import "env" "host_get_env" (func $f (param i32 i32) (result i32))) (memory (export "memory") 1) (data (i32.const 16) "PATH") (func (export "process_data") (param i32 i32) (result i32) (call $f (i32.const 16) (i32.const 4))))
