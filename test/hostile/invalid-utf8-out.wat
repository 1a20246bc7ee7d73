;; answers bytes that are not UTF-8
;; expect: plugin_execution
(module (memory (export "memory") 1) (data (i32.const 16) "\03\00\00\00\22\ff\22") (func (export "process_data") (param i32 i32) (result i32) (i32.const 16)))
