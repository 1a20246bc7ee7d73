//! A source: counts up to `count` of its configuration, a record for each number.

mod dataflare;
use dataflare::*;

static COUNT: Global<u32> = Global::new(3);
static NEXT: Global<u32> = Global::new(1);

#[no_mangle]
pub extern "C" fn plugin_init(_config: *const u8, _length: usize) -> i32 {
    match config_number("count", 3) {
        Ok(count) => COUNT.with(|each| *each = count),
        Err(problem) => return fail(&problem),
    }
    0
}

/// The next record; 0 at the end.
#[no_mangle]
pub extern "C" fn read_data() -> i32 {
    let n = NEXT.with(|next| std::mem::replace(next, *next + 1));
    if n > COUNT.with(|count| *count) {
        return 0;
    }
    answer(&format!("{{\"n\":{}}}", n))
}
