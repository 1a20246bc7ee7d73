;; logs its whole memory as one line
;; expect: ok
(module (import "env" "host_log" (func $log (param i32 i32 i32 i32))) (memory (export "memory") 1) (data (i32.const 16) "info") (func (export "process_data") (param i32 i32) (result i32) (call $log (i32.const 16) (i32.const 4) (i32.const 0) (i32.const 65536)) (i32.const 0)))
