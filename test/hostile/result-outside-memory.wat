;; returns a pointer outside its memory
;; expect: plugin_execution
(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0x7ffffff0)))
