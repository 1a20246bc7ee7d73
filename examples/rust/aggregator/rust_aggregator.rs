//! An aggregator: how many records there were, and how many bytes they had.

#[path = "../dataflare.rs"]
mod dataflare;
use dataflare::*;

static mut RECORDS: u64 = 0;
static mut BYTES: u64 = 0;

#[no_mangle]
pub extern "C" fn aggregate_data(_data_ptr: *const u8, data_len: usize) -> i32 {
    unsafe {
        RECORDS += 1;
        BYTES += data_len as u64;
    }
    0
}

#[no_mangle]
pub extern "C" fn aggregate_result() -> i32 {
    let out = unsafe { format!("{{\"records\":{},\"bytes\":{}}}", RECORDS, BYTES) };
    answer(out.as_bytes())
}
