;; plugin_init ends the program
;; expect: plugin_load
(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1) (func (export "plugin_init") (param i32 i32) (result i32) (call $exit (i32.const 0)) (i32.const 0)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
