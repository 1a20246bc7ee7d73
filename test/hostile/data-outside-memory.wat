;; has data that lies outside its memory
;; expect: plugin_load
(module (memory (export "memory") 1) (data (i32.const 65535) "two") (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
