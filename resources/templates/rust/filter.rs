//! A filter: keeps the records whose JSON contains the text `contains` of its configuration.

mod dataflare;
use dataflare::*;

static WANTED: Global<String> = Global::new(String::new());

#[no_mangle]
pub extern "C" fn plugin_init(_config: *const u8, _length: usize) -> i32 {
    match config_text("contains", "") {
        Ok(wanted) => WANTED.with(|each| *each = wanted),
        Err(problem) => return fail(&problem),
    }
    0
}

/// 1: the record is kept; 0: it is dropped.
#[no_mangle]
pub extern "C" fn filter_data(data: *const u8, length: usize) -> i32 {
    WANTED.with(|wanted| text(data, length).contains(wanted.as_str())) as i32
}
