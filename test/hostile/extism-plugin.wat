;; is built for another host
;; expect: plugin_load
(module (import "extism:host/env" "input_length" (func (result i64))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
