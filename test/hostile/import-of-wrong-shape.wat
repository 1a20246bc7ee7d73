;; imports a host function with another signature
;; expect: plugin_load
(module (import "env" "host_log" (func (param i32))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
