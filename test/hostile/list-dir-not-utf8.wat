;; hands over a folder that is not UTF-8
;; expect: plugin_execution
(module (import "env" "host_list_dir" (func $f (param i32 i32) (result i32))) (memory (export "memory") 1) (data (i32.const 16) "a\ff\c3\28") (func (export "process_data") (param i32 i32) (result i32) (call $f (i32.const 16) (i32.const 4))))
