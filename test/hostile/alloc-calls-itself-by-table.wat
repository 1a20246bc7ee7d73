;; alloc and process_data call each other through a table without end
;; expect: plugin_execution
(module (memory (export "memory") 1) (type $t (func (param i32) (result i32))) (table 1 funcref) (elem (i32.const 0) $alloc) (func $alloc (export "alloc") (param i32) (result i32) (call_indirect (type $t) (local.get 0) (i32.const 0))) (func (export "process_data") (param i32 i32) (result i32) (call $alloc (i32.const 1))))
