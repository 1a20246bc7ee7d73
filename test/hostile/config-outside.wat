;; hands over a configuration key from outside its memory
;; expect: plugin_execution
(module (import "env" "host_get_config" (func $f (param i32 i32) (result i32))) (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (call $f (i32.const 0x7fffffff) (i32.const -1))))
