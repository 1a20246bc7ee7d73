;; its allocator never returns
;; expect: timeout
(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (loop $l (br $l)) (i32.const 0)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
