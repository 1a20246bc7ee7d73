;; writes a file that it was not granted
;; expect: plugin_execution
(module (import "env" "host_write_file" (func $f (param i32 i32 i32 i32 i32) (result i32))) (memory (export "memory") 1) (data (i32.const 16) "/etc/passwd") (func (export "process_data") (param i32 i32) (result i32) (call $f (i32.const 16) (i32.const 11) (i32.const 16) (i32.const 4) (i32.const 0))))
