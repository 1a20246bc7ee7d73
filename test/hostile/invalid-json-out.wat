;; answers text that is not JSON
;; expect: plugin_execution
(module (memory (export "memory") 1) (data (i32.const 16) "\04\00\00\00nope") (func (export "process_data") (param i32 i32) (result i32) (i32.const 16)))
