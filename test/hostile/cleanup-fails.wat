;; plugin_cleanup answers that it failed
;; expect: ok
(module (memory (export "memory") 1) (func (export "plugin_cleanup") (result i32) (i32.const -1)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
