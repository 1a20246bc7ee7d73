;; has a table entry that lies outside its table
;; expect: plugin_load
(module (memory (export "memory") 1) (table 1 funcref) (func $f) (elem (i32.const 1) $f) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
