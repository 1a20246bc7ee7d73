;; is a program, not a plugin
;; expect: plugin_load
(module (memory (export "memory") 1) (func (export "_start")) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
