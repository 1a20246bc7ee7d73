//! A filter: keeps the records that hold the text `keep` of its configuration, and all where it holds none.

#[path = "../dataflare.rs"]
mod dataflare;
use dataflare::*;

static mut KEEP: String = String::new();

#[no_mangle]
pub extern "C" fn plugin_init(config_ptr: *const u8, config_len: usize) -> i32 {
    let config = text(config_ptr, config_len);
    if let Some((_, rest)) = config.split_once("\"keep\":\"") {
        if let Some((keep, _)) = rest.split_once('"') {
            unsafe { KEEP = keep.to_string() }
        }
    }
    0
}

#[no_mangle]
pub extern "C" fn filter_data(input_ptr: *const u8, input_len: usize) -> i32 {
    let keep = unsafe { KEEP.clone() };
    text(input_ptr, input_len).contains(&keep) as i32
}
