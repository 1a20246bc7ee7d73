;; claims a result of 1 GiB
;; expect: plugin_execution
(module (memory (export "memory") 1) (data (i32.const 16) "\00\00\00\40") (func (export "process_data") (param i32 i32) (result i32) (i32.const 16)))
