//! A destination: writes records to the file `path` of its configuration, one on each line.

mod dataflare;
use dataflare::*;

static PATH: Global<String> = Global::new(String::new());
static BEGUN: Global<bool> = Global::new(false);

#[no_mangle]
pub extern "C" fn plugin_init(_config: *const u8, _length: usize) -> i32 {
    match config_text("path", "out/records.ndjson") {
        Ok(path) => PATH.with(|each| *each = path),
        Err(problem) => return fail(&problem),
    }
    0
}

/// The first record replaces the file, those after it are added.
#[no_mangle]
pub extern "C" fn write_data(data: *const u8, length: usize) -> i32 {
    let line = format!("{}\n", text(data, length));
    let begun = BEGUN.with(|begun| std::mem::replace(begun, true));
    PATH.with(|path| match write_file(path, &line, begun) {
        status if status < 0 => fail(&format!("cannot write {}: status {}", path, status)),
        _ => 0,
    })
}
