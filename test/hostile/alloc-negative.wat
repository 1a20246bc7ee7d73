;; its allocator answers a negative number
;; expect: plugin_execution
(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const -1)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
