;; claims a result that runs past the end of its memory
;; expect: plugin_execution
(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 1024)) (data (i32.const 65528) "\05\00\00\00") (func (export "process_data") (param i32 i32) (result i32) (i32.const 65528)))
