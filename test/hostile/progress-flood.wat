;; reports progress a hundred thousand times in one call
;; expect: ok
(module (import "env" "host_progress" (func $progress (param i64 i64))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (local $n i64) (loop $l (call $progress (local.get $n) (i64.const 100000)) (local.set $n (i64.add (local.get $n) (i64.const 1))) (br_if $l (i64.lt_u (local.get $n) (i64.const 100000)))) (i32.const 0)))
