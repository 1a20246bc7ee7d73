;; fails without saying why
;; expect: plugin_execution
(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const -2147483648)))
