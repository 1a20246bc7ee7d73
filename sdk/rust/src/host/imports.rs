//! The host's functions as a module imports them. What they answer lies in memory that the host got from `alloc`.

use std::ops::Deref;

use crate::error::HostError;
use crate::memory;

mod raw {
    #[link(wasm_import_module = "env")]
    extern "C" {
        pub fn host_log(level: *const u8, level_len: usize, message: *const u8, message_len: usize);
        pub fn host_get_time() -> i64;
        pub fn host_random() -> f64;
        pub fn host_set_error(message: *const u8, message_len: usize);
        pub fn host_progress(done: i64, total: i64);
        pub fn host_get_config(key: *const u8, key_len: usize) -> i32;
        pub fn host_get_env(name: *const u8, name_len: usize) -> i32;
        pub fn host_read_file(path: *const u8, path_len: usize, offset: i64, max: i32) -> i32;
        pub fn host_write_file(path: *const u8, path_len: usize, data: *const u8, data_len: usize, mode: i32) -> i32;
        pub fn host_list_dir(path: *const u8, path_len: usize) -> i32;
        pub fn host_http(request: *const u8, request_len: usize) -> i32;
        pub fn host_state_get(key: *const u8, key_len: usize) -> i32;
        pub fn host_state_set(key: *const u8, key_len: usize, value: *const u8, value_len: usize) -> i32;
    }
}

/// Bytes that a host function answered.
#[derive(Default)]
pub struct Answer {
    /// Of the length in front of the bytes; 0: no bytes, and nothing to give back.
    place: usize,
}

impl Deref for Answer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        if self.place == 0 {
            return &[];
        }
        // The host wrote both there, into memory that is this answer's until it is dropped.
        unsafe {
            let length = (self.place as *const u32).read_unaligned() as usize;
            std::slice::from_raw_parts((self.place + 4) as *const u8, length)
        }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if self.place != 0 {
            memory::dealloc(self.place as *mut u8, self.len() + 4);
        }
    }
}

fn answer(result: i32) -> Result<Option<Answer>, HostError> {
    // From 2 GiB on a place is a negative number; those of statuses are small.
    if (-4096..0).contains(&result) {
        return Err(HostError::of(result));
    }
    Ok(if result == 0 { None } else { Some(Answer { place: result as u32 as usize }) })
}

fn done(status: i32) -> Result<(), HostError> {
    if status < 0 {
        Err(HostError::of(status))
    } else {
        Ok(())
    }
}

// Each passes where its arguments are; the host copies them before it answers.

pub fn log(level: &str, message: &str) {
    unsafe { raw::host_log(level.as_ptr(), level.len(), message.as_ptr(), message.len()) }
}

pub fn now() -> i64 {
    unsafe { raw::host_get_time() }
}

pub fn random() -> f64 {
    unsafe { raw::host_random() }
}

pub fn set_error(message: &str) {
    unsafe { raw::host_set_error(message.as_ptr(), message.len()) }
}

pub fn progress(done: i64, total: i64) {
    unsafe { raw::host_progress(done, total) }
}

pub fn config(key: &str) -> Result<Option<Answer>, HostError> {
    answer(unsafe { raw::host_get_config(key.as_ptr(), key.len()) })
}

pub fn env(name: &str) -> Result<Option<Answer>, HostError> {
    answer(unsafe { raw::host_get_env(name.as_ptr(), name.len()) })
}

pub fn read_file(path: &str, offset: i64, max: i32) -> Result<Option<Answer>, HostError> {
    answer(unsafe { raw::host_read_file(path.as_ptr(), path.len(), offset, max) })
}

pub fn write_file(path: &str, data: &[u8], mode: i32) -> Result<(), HostError> {
    done(unsafe { raw::host_write_file(path.as_ptr(), path.len(), data.as_ptr(), data.len(), mode) })
}

pub fn list_dir(path: &str) -> Result<Option<Answer>, HostError> {
    answer(unsafe { raw::host_list_dir(path.as_ptr(), path.len()) })
}

pub fn http(request: &[u8]) -> Result<Option<Answer>, HostError> {
    answer(unsafe { raw::host_http(request.as_ptr(), request.len()) })
}

pub fn get_state(key: &str) -> Result<Option<Answer>, HostError> {
    answer(unsafe { raw::host_state_get(key.as_ptr(), key.len()) })
}

pub fn set_state(key: &str, value: &[u8]) -> Result<(), HostError> {
    done(unsafe { raw::host_state_set(key.as_ptr(), key.len(), value.as_ptr(), value.len()) })
}
