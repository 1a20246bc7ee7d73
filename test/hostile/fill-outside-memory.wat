;; fills what lies outside its memory
;; expect: plugin_execution
(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (memory.fill (i32.const 0x7ffffff0) (i32.const 7) (i32.const 100)) (i32.const 0)))
