use dataflare::{Arena, Number, Value};

use crate::blank::trim;
use crate::read_number::read_number;

/// The number that a value is or reads like.
pub fn number_of<'a>(value: Value<'a>, arena: &'a Arena) -> Option<Number<'a>> {
    match value {
        Value::Number(number) => Some(number),
        Value::Boolean(value) => Some(Number::computed(value as u8 as f64)),
        Value::Text(text) => read_number(trim(text), arena),
        _ => None,
    }
}

/// Appends a value as people write it: text without quotes, null as nothing.
pub fn write_plain(out: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::Text(text) => out.extend_from_slice(text),
        Value::Null => {}
        other => other.write(out),
    }
}

/// What a value means as true or false, where it is a word or a number that means either.
pub fn truth_of(value: Value<'_>, arena: &Arena) -> Option<bool> {
    match value {
        Value::Boolean(value) => Some(value),
        Value::Number(number) => Some(is_true(number)),
        Value::Text(text) => {
            let word = trim(text);
            let is_one_of = |words: [&str; 5]| words.iter().any(|each| word.eq_ignore_ascii_case(each.as_bytes()));
            if is_one_of(["true", "yes", "on", "y", "t"]) {
                return Some(true);
            }
            if is_one_of(["false", "no", "off", "n", "f"]) {
                return Some(false);
            }
            read_number(word, arena).map(is_true)
        }
        _ => None,
    }
}

/// A long number is not 0, though its nearest f64 may be.
fn is_true(number: Number<'_>) -> bool {
    number.is_long() || number.float() != 0.0
}
