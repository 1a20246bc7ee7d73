;; its start function takes memory until there is none
;; expect: plugin_load
(module (memory (export "memory") 1) (func $s (loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable) (start $s) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
