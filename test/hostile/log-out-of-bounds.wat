;; logs text that lies outside its memory
;; expect: ok
(module (import "env" "host_log" (func $log (param i32 i32 i32 i32))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (call $log (i32.const -1) (i32.const 9) (i32.const 0x7fffffff) (i32.const -1)) (i32.const 0)))
