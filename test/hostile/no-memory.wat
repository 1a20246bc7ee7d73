;; exports no memory
;; expect: plugin_load
(module (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
