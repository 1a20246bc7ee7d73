;; imports a function that nobody provides
;; expect: plugin_load
(module (import "env" "host_launch_missiles" (func)) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
