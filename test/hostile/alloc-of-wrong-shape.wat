;; exports alloc with another signature
;; expect: plugin_load
(module (memory (export "memory") 1) (func (export "alloc") (result i32) (i32.const 8)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
