//! A transformer: one record for each, in order. This one numbers them, from `first` of its configuration on.

mod dataflare;
use dataflare::*;

static NUMBER: Global<u32> = Global::new(1);

#[no_mangle]
pub extern "C" fn plugin_init(_config: *const u8, _length: usize) -> i32 {
    match config_number("first", 1) {
        Ok(first) => NUMBER.with(|each| *each = first),
        Err(problem) => return fail(&problem),
    }
    0
}

#[no_mangle]
pub extern "C" fn transform_data(data: *const u8, length: usize) -> i32 {
    let number = NUMBER.with(|number| std::mem::replace(number, *number + 1));
    answer(&format!("{{\"number\":{},\"record\":{}}}", number, text(data, length)))
}
