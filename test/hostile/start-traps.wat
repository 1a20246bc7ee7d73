;; its start function traps
;; expect: plugin_load
(module (memory (export "memory") 1) (func $s unreachable) (start $s) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
