;; exports a function as its memory
;; expect: plugin_load
(module (memory 1) (func (export "memory")) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
