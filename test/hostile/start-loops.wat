;; its start function never returns
;; expect: timeout
(module (memory (export "memory") 1) (func $s (loop $l (br $l))) (start $s) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
