//! An aggregator: few records for many. This one counts them, under the name `as` of its configuration.

mod dataflare;
use dataflare::*;

static NAME: Global<String> = Global::new(String::new());
static COUNT: Global<u64> = Global::new(0);

#[no_mangle]
pub extern "C" fn plugin_init(_config: *const u8, _length: usize) -> i32 {
    match config_text("as", "records") {
        Ok(name) => NAME.with(|each| *each = name),
        Err(problem) => return fail(&problem),
    }
    0
}

#[no_mangle]
pub extern "C" fn aggregate_data(_data: *const u8, _length: usize) -> i32 {
    COUNT.with(|count| *count += 1);
    0
}

/// Called once, after the last record.
#[no_mangle]
pub extern "C" fn aggregate_result() -> i32 {
    let count = COUNT.with(|count| *count);
    NAME.with(|name| answer(&format!("{{\"{}\":{}}}", name, count)))
}
