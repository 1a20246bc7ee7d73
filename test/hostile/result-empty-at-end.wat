;; returns a result of no bytes at the very end of its memory
;; expect: plugin_execution
(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 1024)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 65532)))
