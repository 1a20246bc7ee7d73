//! What a plugin in Rust needs beside its own functions: the host's functions under the names that DataFlare's
//! documents use, and the form of a result. Plain Rust of the standard library; copy it beside your plugin.

#![allow(dead_code)]

mod host {
    #[link(wasm_import_module = "env")]
    extern "C" {
        pub fn host_log(level: *const u8, level_len: usize, message: *const u8, message_len: usize);
        pub fn host_get_time() -> i64;
        pub fn host_random() -> f64;
        pub fn host_set_error(message: *const u8, message_len: usize);
    }
}

/// Writes a line into the run's log. `level` is trace, debug, info, warn or error.
pub fn host_log(level: &str, message: &str) {
    unsafe { host::host_log(level.as_ptr(), level.len(), message.as_ptr(), message.len()) }
}

/// Unix time in milliseconds.
pub fn host_get_time() -> i64 {
    unsafe { host::host_get_time() }
}

/// At least 0 and less than 1.
pub fn host_random() -> f64 {
    unsafe { host::host_random() }
}

/// What went wrong, for people. Return the answer of this from the function that failed.
pub fn fail(message: &str) -> i32 {
    unsafe { host::host_set_error(message.as_ptr(), message.len()) }
    -1
}

/// The input that the host hands over. It is there until the function returns.
pub fn input<'a>(data_ptr: *const u8, data_len: usize) -> &'a [u8] {
    if data_len == 0 {
        return &[];
    }
    unsafe { std::slice::from_raw_parts(data_ptr, data_len) }
}

/// The same as text; JSON always is.
pub fn text<'a>(data_ptr: *const u8, data_len: usize) -> &'a str {
    std::str::from_utf8(input(data_ptr, data_len)).unwrap_or("")
}

/// A result: a pointer to its length in four bytes, little-endian, with the bytes behind. The host takes it before it
/// calls anything else, so one place serves all results.
pub fn answer(bytes: &[u8]) -> i32 {
    static mut RESULT: Vec<u8> = Vec::new();
    unsafe {
        let mut result = Vec::with_capacity(bytes.len() + 4);
        result.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        result.extend_from_slice(bytes);
        let pointer = result.as_ptr() as usize as i32;
        RESULT = result;
        pointer
    }
}
