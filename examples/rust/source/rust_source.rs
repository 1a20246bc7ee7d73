//! A source: counts to `count`, which stands in its configuration, one record at a time.

#[path = "../dataflare.rs"]
mod dataflare;
use dataflare::*;

static mut COUNT: u32 = 3;
static mut NEXT: u32 = 1;

#[no_mangle]
pub extern "C" fn plugin_init(config_ptr: *const u8, config_len: usize) -> i32 {
    let config = text(config_ptr, config_len);
    if let Some((_, rest)) = config.split_once("\"count\":") {
        let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(count) => unsafe { COUNT = count },
            Err(_) => return fail("count: expected a whole number"),
        }
    }
    host_log("info", "这是一条日志消息");
    0
}

#[no_mangle]
pub extern "C" fn read_data() -> i32 {
    unsafe {
        if NEXT > COUNT {
            return 0;
        }
        let record = format!("{{\"n\":{}}}", NEXT);
        NEXT += 1;
        answer(record.as_bytes())
    }
}

#[no_mangle]
pub extern "C" fn plugin_cleanup() -> i32 {
    0
}
