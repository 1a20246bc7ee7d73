;; takes memory until there is none, then gives up
;; expect: memory_limit
(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable))
