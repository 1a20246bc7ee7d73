;; returns a result that is there, and larger than anybody takes
;; expect: invalid_input
;; manifest: {"memory_limit":134217728,"timeout_ms":60000,"security_policy":{"max_memory":134217728,"max_execution_time":60000}}
(module (memory (export "memory") 1100) (data (i32.const 16) "\00\00\20\04") (func (export "process_data") (param i32 i32) (result i32) (i32.const 16)))
