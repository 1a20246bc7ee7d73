//! A processor: wraps each record with the time at which it was seen and a number drawn for it.

#[path = "../dataflare.rs"]
mod dataflare;
use dataflare::*;

#[no_mangle]
pub extern "C" fn plugin_init(config_ptr: *const u8, config_len: usize) -> i32 {
    host_log("debug", text(config_ptr, config_len));
    0
}

#[no_mangle]
pub extern "C" fn process_data(data_ptr: *const u8, data_len: usize) -> i32 {
    host_log("info", "one more record");
    let timestamp = host_get_time();
    let random_value = host_random();
    let record = text(data_ptr, data_len);
    let out = format!("{{\"record\":{},\"seen_at\":{},\"draw\":{}}}", record, timestamp, random_value);
    answer(out.as_bytes())
}

#[no_mangle]
pub extern "C" fn plugin_cleanup() -> i32 {
    0
}
