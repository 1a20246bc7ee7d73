//! One JSON value taken apart, for comparing and computing.

use std::cmp::Ordering;

use crate::arena::Arena;
use crate::json::number::{parse_number, take_apart, write_number};
use crate::json::text::{unescape, write_string};
use crate::json::Json;
use crate::written::Written;

/// The kinds stand in the order in which values of different kinds are sorted. What a value points to lives as long as
/// the record it comes from, or the arena.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    Null,
    Boolean(bool),
    Number(Number<'a>),
    /// UTF-8.
    Text(&'a [u8]),
    /// An array or an object, left as JSON text.
    Nested(&'a [u8]),
}

/// A number as it was written, or one that was computed.
#[derive(Clone, Copy)]
pub struct Number<'a> {
    /// Empty: it was computed.
    text: &'a [u8],
    is_short: bool,
    /// Not looked for yet, where it is a long one.
    float: Option<f64>,
}

impl<'a> Number<'a> {
    /// One that was computed.
    pub fn computed(value: f64) -> Self {
        Number { text: &[], is_short: false, float: Some(value) }
    }

    /// A number by the grammar of JSON (which the caller has checked), kept as it is written.
    #[inline]
    pub fn written(text: &'a [u8]) -> Self {
        let negative = text[0] == b'-';
        let digits = &text[negative as usize..];
        if digits.len() <= 15 && digits.iter().all(u8::is_ascii_digit) {
            let size = digits.iter().fold(0i64, |value, c| value * 10 + i64::from(c - b'0')) as f64;
            return Number { text, is_short: true, float: Some(if negative { -size } else { size }) };
        }
        if let Some(apart) = take_apart(digits) {
            if let Some(size) = apart.size() {
                let few = apart.units < 1_000_000_000_000_000
                    && (apart.units == 0 || (size < 1e15 && size >= 1e-7));
                if few || apart.scale == 0 {
                    return Number { text, is_short: true, float: Some(if negative { -size } else { size }) };
                }
            }
        }
        Number { text, is_short: Written::read(text).is_short(), float: None }
    }

    /// The nearest `f64`, an infinity beyond 1.8e308.
    #[inline]
    pub fn float(&self) -> f64 {
        self.float.unwrap_or_else(|| parse_number(self.text))
    }

    /// How it is written; none of one that was computed.
    pub fn text(&self) -> Option<&'a [u8]> {
        if self.text.is_empty() {
            None
        } else {
            Some(self.text)
        }
    }

    /// Whether its `f64` alone tells it from all others of which this is true.
    pub fn is_short(&self) -> bool {
        self.is_short
    }

    /// Whether it has more digits than its `f64` is sure to tell.
    pub fn is_long(&self) -> bool {
        !self.is_short && !self.text.is_empty()
    }

    /// A short number is written anew, in the fewest digits; -0 and a long one stay as they are written.
    pub fn simplified(self) -> Self {
        if !self.is_short || (self.float() == 0.0 && self.text.first() == Some(&b'-')) {
            return self;
        }
        Number { text: &[], is_short: true, float: Some(self.float()) }
    }

    /// Takes it apart, digit for digit. `scratch` holds the text of one that was computed.
    pub fn take_written<'s>(&self, scratch: &'s mut Vec<u8>) -> Written<'s>
    where
        'a: 's,
    {
        if !self.text.is_empty() {
            return Written::read(self.text);
        }
        scratch.clear();
        write_number(self.float(), scratch);
        Written::read(scratch)
    }

    #[inline]
    pub fn compare(&self, other: &Number<'_>) -> Ordering {
        let floats = |a: f64, b: f64| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
        if self.is_short && other.is_short {
            return floats(self.float(), other.float());
        }
        self.compare_long(other)
    }

    fn compare_long(&self, other: &Number<'_>) -> Ordering {
        // The nearest f64 never changes the order of two numbers; it can but make one of them.
        if let (Some(a), Some(b)) = (self.float, other.float) {
            if a != b {
                return if a < b { Ordering::Less } else { Ordering::Greater };
            }
        }
        let (mut left, mut right) = (Vec::new(), Vec::new());
        self.take_written(&mut left).compare(&other.take_written(&mut right))
    }

    /// Appends it as JSON: as it was written, or in the fewest digits.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self.text() {
            Some(text) => out.extend_from_slice(text),
            None => write_number(self.float(), out),
        }
    }
}

impl<'a> Value<'a> {
    /// Reads a value. A text without escapes stays where it is; others are decoded into the arena.
    #[inline]
    pub fn read(json: Json<'a>, arena: &'a Arena) -> Self {
        let raw = json.raw();
        match raw[0] {
            b'"' => {
                let inside = &raw[1..raw.len() - 1];
                if !inside.contains(&b'\\') {
                    return Value::Text(inside);
                }
                Value::Text(arena.make(|bytes| unescape(inside, bytes)))
            }
            b'{' | b'[' => Value::Nested(raw),
            b'n' => Value::Null,
            b't' => Value::Boolean(true),
            b'f' => Value::Boolean(false),
            _ => Value::Number(Number::written(raw)),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Value::Null => 0,
            Value::Boolean(_) => 1,
            Value::Number(_) => 2,
            Value::Text(_) => 3,
            Value::Nested(_) => 4,
        }
    }

    pub fn is_null(&self) -> bool {
        self.rank() == 0
    }

    /// Whether both are numbers, or both texts, and so on.
    #[inline]
    pub fn is_like(&self, other: &Value<'_>) -> bool {
        self.rank() == other.rank()
    }

    /// Order of any two values: null, false, true, numbers, texts by code point, arrays and objects by their text. Numbers
    /// are compared as they are written, to the last digit.
    #[inline]
    pub fn compare(&self, other: &Value<'_>) -> Ordering {
        match (self, other) {
            (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
            (Value::Number(a), Value::Number(b)) => a.compare(b),
            (Value::Text(a), Value::Text(b)) | (Value::Nested(a), Value::Nested(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    /// Appends it as JSON.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Value::Null => out.extend_from_slice(b"null"),
            Value::Boolean(true) => out.extend_from_slice(b"true"),
            Value::Boolean(false) => out.extend_from_slice(b"false"),
            Value::Number(number) => number.write(out),
            Value::Text(text) => write_string(text, out),
            Value::Nested(text) => out.extend_from_slice(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(a: &str, b: &str, look: impl Fn(Value<'_>, Value<'_>) -> T) -> T {
        let arena = Arena::new();
        let read = |text: &'static str| Value::read(Json::parse(text.as_bytes()).unwrap(), &arena);
        look(read(Box::leak(a.to_string().into_boxed_str())), read(Box::leak(b.to_string().into_boxed_str())))
    }

    #[test]
    fn puts_values_of_all_kinds_in_order() {
        let sorted = ["null", "false", "true", "-2", "1", "1.5", "9007199254740992", "9007199254740993", "1e400", "\"\"", "\"a\\n\"", "\"b\"", "[1]"];
        for (i, a) in sorted.iter().enumerate() {
            for (k, b) in sorted.iter().enumerate() {
                assert_eq!(with(a, b, |a, b| a.compare(&b)), i.cmp(&k), "{} {}", a, b);
            }
        }
        assert_eq!(with("100", "1e2", |a, b| a.compare(&b)), Ordering::Equal);
        assert_eq!(with("\"\\u00e9\"", "\"é\"", |a, b| a.compare(&b)), Ordering::Equal);
    }

    #[test]
    fn writes_numbers_as_they_were_written_and_computed_ones_shortly() {
        let mut out = Vec::new();
        Number::written(b"1.500").write(&mut out);
        out.push(b' ');
        Number::written(b"1.500").simplified().write(&mut out);
        out.push(b' ');
        Number::written(b"-0").simplified().write(&mut out);
        out.push(b' ');
        Number::written(b"0.12345678901234567890").simplified().write(&mut out);
        out.push(b' ');
        Number::computed(0.1 + 0.2).write(&mut out);
        assert_eq!(out, b"1.500 1.5 -0 0.12345678901234567890 0.30000000000000004");
    }
}
