;; exports its memory as process_data
;; expect: plugin_load
(module (memory (export "memory") (export "process_data") 1))
