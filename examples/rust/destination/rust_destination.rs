//! A destination: writes each record into the run's log, and acknowledges it with how many there were.

#[path = "../dataflare.rs"]
mod dataflare;
use dataflare::*;

static mut WRITTEN: u32 = 0;

#[no_mangle]
pub extern "C" fn write_data(data_ptr: *const u8, data_len: usize) -> i32 {
    if data_len == 0 {
        return fail("an empty record cannot be written");
    }
    host_log("info", text(data_ptr, data_len));
    let written = unsafe {
        WRITTEN += 1;
        WRITTEN
    };
    answer(format!("{{\"written\":{}}}", written).as_bytes())
}
