;; sets its error text ten thousand times
;; expect: plugin_execution
(module (import "env" "host_set_error" (func $error (param i32 i32))) (memory (export "memory") 1) (data (i32.const 16) "the same thing again") (func (export "process_data") (param i32 i32) (result i32) (local $n i32) (loop $l (call $error (i32.const 16) (i32.const 20)) (local.set $n (i32.add (local.get $n) (i32.const 1))) (br_if $l (i32.lt_u (local.get $n) (i32.const 10000)))) (i32.const -1)))
