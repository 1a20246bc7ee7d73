;; plugin_init answers 7
;; expect: plugin_load
(module (memory (export "memory") 1) (func (export "plugin_init") (param i32 i32) (result i32) (i32.const 7)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
