//! What a plugin in Rust needs beside its own functions: the host's functions, texts and results.

#![allow(dead_code)]

use std::cell::UnsafeCell;

mod host {
    #[link(wasm_import_module = "env")]
    extern "C" {
        pub fn host_log(level: *const u8, level_len: usize, message: *const u8, message_len: usize);
        pub fn host_set_error(message: *const u8, message_len: usize);
        pub fn host_get_config(key: *const u8, key_len: usize) -> i32;
        pub fn host_write_file(path: *const u8, path_len: usize, data: *const u8, data_len: usize, mode: i32) -> i32;
    }
}

/// A value of the whole module. A module has one thread, and the host waits for each call.
pub struct Global<T>(UnsafeCell<T>);

unsafe impl<T> Sync for Global<T> {}

impl<T> Global<T> {
    pub const fn new(value: T) -> Self {
        Global(UnsafeCell::new(value))
    }

    /// Runs `act` on the value. Do not call it for the same value inside of `act`.
    pub fn with<R>(&self, act: impl FnOnce(&mut T) -> R) -> R {
        act(unsafe { &mut *self.0.get() })
    }
}

/// Writes a line into the run's log. `level` is trace, debug, info, warn or error.
pub fn log(level: &str, message: &str) {
    unsafe { host::host_log(level.as_ptr(), level.len(), message.as_ptr(), message.len()) }
}

/// What went wrong, for people. Return the answer of this from the function that failed.
pub fn fail(message: &str) -> i32 {
    unsafe { host::host_set_error(message.as_ptr(), message.len()) }
    -1
}

/// The text that the host hands over. It is there until the function returns.
pub fn text<'a>(ptr: *const u8, len: usize) -> &'a str {
    if len == 0 {
        return "";
    }
    std::str::from_utf8(unsafe { std::slice::from_raw_parts(ptr, len) }).unwrap_or("")
}

/// A result. The host copies it before it calls anything else, so one place serves all results.
pub fn answer(text: &str) -> i32 {
    static RESULT: Global<Vec<u8>> = Global::new(Vec::new());
    RESULT.with(|result| {
        result.clear();
        result.extend_from_slice(&(text.len() as u32).to_le_bytes());
        result.extend_from_slice(text.as_bytes());
        result.as_ptr() as usize as i32
    })
}

/// One key of the configuration, as JSON; None: it is not there.
pub fn config(key: &str) -> Option<String> {
    let found = unsafe { host::host_get_config(key.as_ptr(), key.len()) };
    if found <= 0 {
        return None;
    }
    // A length in four bytes, little-endian, with the bytes behind.
    let at = found as usize as *const u8;
    unsafe {
        let length = (at as *const u32).read_unaligned() as usize;
        Some(String::from_utf8_lossy(std::slice::from_raw_parts(at.add(4), length)).into_owned())
    }
}

/// A key whose value is a whole number.
pub fn config_number(key: &str, otherwise: u32) -> Result<u32, String> {
    match config(key) {
        None => Ok(otherwise),
        Some(json) => json.parse().map_err(|_| format!("config.{} must be a whole number, found {}", key, json)),
    }
}

/// A key whose value is a text without escapes.
pub fn config_text(key: &str, otherwise: &str) -> Result<String, String> {
    let json = match config(key) {
        None => return Ok(otherwise.to_string()),
        Some(json) => json,
    };
    match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) if !text.contains('\\') => Ok(text.to_string()),
        _ => Err(format!("config.{} must be a text without escapes, found {}", key, json)),
    }
}

/// Writes a file, as the grant allows: a negative number says that it was not written.
pub fn write_file(path: &str, data: &str, append: bool) -> i32 {
    unsafe { host::host_write_file(path.as_ptr(), path.len(), data.as_ptr(), data.len(), append as i32) }
}
