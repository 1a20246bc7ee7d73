;; its allocator moves its memory each time
;; expect: ok
(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (drop (memory.grow (i32.const 1))) (i32.const 1024)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
