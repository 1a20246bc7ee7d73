;; is a plugin and exports _start besides, which nobody calls
;; expect: ok
(module (memory (export "memory") 1) (func (export "_start") unreachable) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
