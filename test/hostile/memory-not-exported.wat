;; keeps its memory to itself
;; expect: plugin_load
(module (memory 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))
