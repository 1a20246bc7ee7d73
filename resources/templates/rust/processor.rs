//! A processor: any number of records for each. Of `every` records this one passes on the first.

mod dataflare;
use dataflare::*;

static EVERY: Global<u32> = Global::new(2);
static SEEN: Global<u32> = Global::new(0);

#[no_mangle]
pub extern "C" fn plugin_init(_config: *const u8, _length: usize) -> i32 {
    match config_number("every", 2) {
        Ok(0) => return fail("config.every must be a whole number from 1 on"),
        Ok(every) => EVERY.with(|each| *each = every),
        Err(problem) => return fail(&problem),
    }
    0
}

/// The record that comes of one; 0 for none.
#[no_mangle]
pub extern "C" fn process_data(data: *const u8, length: usize) -> i32 {
    let every = EVERY.with(|every| *every);
    let seen = SEEN.with(|seen| std::mem::replace(seen, (*seen + 1) % every));
    if seen > 0 {
        return 0;
    }
    answer(text(data, length))
}
