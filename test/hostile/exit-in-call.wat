;; calls proc_exit in the middle of a call
;; expect: plugin_execution
(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (call $exit (i32.const 3)) (i32.const 0)))
