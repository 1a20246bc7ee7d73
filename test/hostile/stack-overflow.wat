;; recurses without end
;; expect: plugin_execution
(module (memory (export "memory") 1) (func $f (export "process_data") (param i32 i32) (result i32) (i32.add (i32.const 1) (call $f (local.get 0) (local.get 1)))))
