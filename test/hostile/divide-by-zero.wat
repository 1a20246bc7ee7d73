;; divides by zero
;; expect: plugin_execution
(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)) drop (i32.div_u (i32.const 1) (i32.const 0))))
