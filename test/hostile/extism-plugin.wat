;; is built for another host
;; expect: plugin_load
(module (import "extism:host/user" "hello_world" (func (result i64))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
