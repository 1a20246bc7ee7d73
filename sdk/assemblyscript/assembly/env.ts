// The host functions of the DataFlare plugin ABI, version 1. AssemblyScript names the import module after this file:
// `env`. A module imports only those that it calls. Use the wrappers in `host.ts` instead of these.

export declare function host_log(levelPtr: usize, levelLen: i32, messagePtr: usize, messageLen: i32): void;
export declare function host_get_time(): i64;
export declare function host_random(): f64;
export declare function host_set_error(ptr: usize, len: i32): void;
export declare function host_progress(done: i64, total: i64): void;
export declare function host_get_config(keyPtr: usize, keyLen: i32): i32;
export declare function host_get_env(namePtr: usize, nameLen: i32): i32;
export declare function host_read_file(pathPtr: usize, pathLen: i32, offset: i64, max: i32): i32;
export declare function host_write_file(pathPtr: usize, pathLen: i32, dataPtr: usize, dataLen: i32, mode: i32): i32;
export declare function host_list_dir(pathPtr: usize, pathLen: i32): i32;
export declare function host_http(requestPtr: usize, requestLen: i32): i32;
export declare function host_state_get(keyPtr: usize, keyLen: i32): i32;
export declare function host_state_set(keyPtr: usize, keyLen: i32, valuePtr: usize, valueLen: i32): i32;
