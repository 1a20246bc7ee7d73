;; logs text that is not UTF-8
;; expect: ok
(module (import "env" "host_log" (func $f (param i32 i32 i32 i32) )) (memory (export "memory") 1) (data (i32.const 16) "a\ff\c3\28") (func (export "process_data") (param i32 i32) (result i32) (call $f (i32.const 16) (i32.const 4) (i32.const 16) (i32.const 4)) (i32.const 0)))
