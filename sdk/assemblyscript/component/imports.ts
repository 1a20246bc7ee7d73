// The imports themselves: names and signatures of the canonical ABI.

@external('dataflare:plugin/log@1.0.0', 'log')
export declare function log_log(level: i32, ptr: usize, length: i32): void;
@external('dataflare:plugin/log@1.0.0', 'progress')
export declare function log_progress(done: u64, total: u64): void;
@external('dataflare:plugin/state@1.0.0', 'get')
export declare function state_get(key: usize, length: i32, area: usize): void;
@external('dataflare:plugin/state@1.0.0', 'set')
export declare function state_set(key: usize, length: i32, value: usize, valueLength: i32, area: usize): void;
