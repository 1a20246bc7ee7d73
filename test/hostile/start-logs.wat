;; the start function logs, sets an error and reports progress, before there is a memory to read them from
;; expect: ok
(module (import "env" "host_log" (func $log (param i32 i32 i32 i32))) (import "env" "host_set_error" (func $error (param i32 i32))) (import "env" "host_progress" (func $progress (param i64 i64))) (memory (export "memory") 1) (func $s (call $log (i32.const 0) (i32.const 4) (i32.const 0) (i32.const 9)) (call $error (i32.const 0) (i32.const 9)) (call $progress (i64.const -1) (i64.const -1))) (start $s) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
