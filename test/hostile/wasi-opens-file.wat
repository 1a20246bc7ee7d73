;; opens a file through WASI; it is told that it may not
;; expect: ok
(module (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32))) (memory (export "memory") 1) (data (i32.const 16) "/etc/passwd") (func (export "process_data") (param i32 i32) (result i32) (if (i32.eqz (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 11) (i32.const 0) (i64.const -1) (i64.const -1) (i32.const 0) (i32.const 64))) (then unreachable)) (i32.const 0)))
