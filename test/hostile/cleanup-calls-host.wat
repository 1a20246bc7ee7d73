;; plugin_cleanup asks the host for a file it was not granted
;; expect: ok
(module (import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32))) (memory (export "memory") 1) (data (i32.const 16) "/etc/passwd") (func (export "plugin_cleanup") (result i32) (call $read (i32.const 16) (i32.const 11) (i64.const 0) (i32.const 99))) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
