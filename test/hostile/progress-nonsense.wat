;; reports progress that cannot be
;; expect: ok
(module (import "env" "host_progress" (func $progress (param i64 i64))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (call $progress (i64.const -9223372036854775808) (i64.const -1)) (call $progress (i64.const 9) (i64.const 3)) (i32.const 0)))
