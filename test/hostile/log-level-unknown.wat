;; logs at a level that does not exist
;; expect: ok
(module (import "env" "host_log" (func $log (param i32 i32 i32 i32))) (memory (export "memory") 1) (data (i32.const 16) "panic") (func (export "process_data") (param i32 i32) (result i32) (call $log (i32.const 16) (i32.const 5) (i32.const 16) (i32.const 5)) (i32.const 0)))
