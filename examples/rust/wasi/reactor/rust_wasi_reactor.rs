//! A library with the whole standard library: a filter that keeps the first record of each value of a key.
//! `HashSet` draws its seed by WASI's `random_get`, `eprintln!` writes to the run's log, and so does a panic.

#[path = "../../dataflare.rs"]
mod dataflare;
use dataflare::{fail, text};
use std::cell::RefCell;
use std::collections::HashSet;
use std::time::Instant;

struct Seen {
    key: String,
    values: HashSet<String>,
    began: Instant,
}

thread_local! {
    static SEEN: RefCell<Option<Seen>> = RefCell::new(None);
}

/// The text of a member's value, with its quotes if it has any. It looks for the name anywhere in a flat record: use
/// `serde_json` where you have cargo.
fn value_of<'a>(record: &'a str, key: &str) -> Option<&'a str> {
    let name = format!("\"{}\":", key);
    let rest = record[record.find(&name)? + name.len()..].trim_start();
    let end = match rest.strip_prefix('"') {
        Some(inner) => 2 + end_of_text(inner)?,
        None => rest.find(|c| c == ',' || c == '}')?,
    };
    Some(rest[..end].trim_end())
}

/// Where the closing quote is; one behind a backslash is none.
fn end_of_text(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })
}

#[no_mangle]
pub extern "C" fn plugin_init(config_ptr: *const u8, config_len: usize) -> i32 {
    let config = text(config_ptr, config_len);
    let key = match value_of(config, "key") {
        Some(quoted) if quoted.len() > 2 && quoted.starts_with('"') => quoted[1..quoted.len() - 1].to_owned(),
        _ => return fail("\"key\" has to be the name of a member"),
    };
    let seen = Seen { key, values: HashSet::new(), began: Instant::now() };
    SEEN.with(|cell| *cell.borrow_mut() = Some(seen));
    0
}

/// 1 keeps the record, 0 drops it.
#[no_mangle]
pub extern "C" fn filter_data(data_ptr: *const u8, data_len: usize) -> i32 {
    SEEN.with(|cell| {
        let mut cell = cell.borrow_mut();
        let seen = cell.as_mut().expect("plugin_init comes first");
        match value_of(text(data_ptr, data_len), &seen.key) {
            Some(value) => seen.values.insert(value.to_owned()) as i32,
            None => 1,
        }
    })
}

#[no_mangle]
pub extern "C" fn plugin_cleanup() -> i32 {
    SEEN.with(|cell| {
        if let Some(seen) = cell.borrow_mut().take() {
            eprintln!("{} values of {} in {} ms", seen.values.len(), seen.key, seen.began.elapsed().as_millis());
        }
    });
    0
}
