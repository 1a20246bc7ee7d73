;; plugin_init asks the host without end
;; expect: timeout
(module (import "env" "host_state_get" (func $get (param i32 i32) (result i32))) (memory (export "memory") 1) (data (i32.const 16) "k") (func (export "plugin_init") (param i32 i32) (result i32) (loop $l (drop (call $get (i32.const 16) (i32.const 1))) (br $l)) (i32.const 0)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
