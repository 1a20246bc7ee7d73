;; logs a hundred thousand lines in one call
;; expect: ok
;; manifest: {"timeout_ms":60000,"security_policy":{"max_memory":1048576,"max_execution_time":60000}}
(module (import "env" "host_log" (func $log (param i32 i32 i32 i32))) (memory (export "memory") 1) (data (i32.const 16) "info") (func (export "process_data") (param i32 i32) (result i32) (local $n i32) (loop $l (call $log (i32.const 16) (i32.const 4) (i32.const 16) (i32.const 4)) (local.set $n (i32.add (local.get $n) (i32.const 1))) (br_if $l (i32.lt_u (local.get $n) (i32.const 100000)))) (i32.const 0)))
