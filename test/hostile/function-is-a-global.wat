;; exports a number as process_data
;; expect: plugin_load
(module (memory (export "memory") 1) (global (export "process_data") i32 (i32.const 0)))
