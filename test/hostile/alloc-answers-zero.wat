;; its allocator has no room
;; expect: memory_limit
(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 0)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
