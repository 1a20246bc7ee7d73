;; exports plugin_init with another signature
;; expect: plugin_load
(module (memory (export "memory") 1) (func (export "plugin_init") (param i32) (result i32) (i32.const 0)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
