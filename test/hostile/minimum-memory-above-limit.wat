;; starts with more memory than its limit
;; expect: memory_limit
(module (memory (export "memory") 64) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
