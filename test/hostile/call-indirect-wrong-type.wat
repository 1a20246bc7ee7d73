;; calls through its table what is of another shape
;; expect: plugin_execution
(module (memory (export "memory") 1) (type $t (func)) (table 1 funcref) (func $f (param i32)) (elem (i32.const 0) $f) (func (export "process_data") (param i32 i32) (result i32) (call_indirect (type $t) (i32.const 0)) (i32.const 0)))
