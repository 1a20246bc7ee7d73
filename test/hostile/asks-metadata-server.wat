;; asks the cloud for its host’s credentials
;; expect: plugin_execution
(module (import "env" "host_http" (func $f (param i32 i32) (result i32))) (memory (export "memory") 1) (data (i32.const 16) "{\22method\22:\22GET\22,\22url\22:\22http://169.254.169.254/\22}") (func (export "process_data") (param i32 i32) (result i32) (call $f (i32.const 16) (i32.const 48))))
