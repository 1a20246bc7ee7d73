;; it never returns when it is given memory back
;; expect: timeout
(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 1024)) (func (export "dealloc") (param i32 i32) (loop $l (br $l))) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
