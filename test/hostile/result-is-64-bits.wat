;; answers 64 bits
;; expect: plugin_load
(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i64) (i64.const 0)))
