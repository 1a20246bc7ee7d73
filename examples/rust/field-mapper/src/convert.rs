use dataflare::{Arena, Value};

use crate::blank::trim;
use crate::coerce::{number_of, truth_of, write_plain};
use crate::date::{write_iso_date, write_number_date};

pub const TARGETS: [&str; 4] = ["number", "string", "boolean", "date"];

/// One field to one type. What cannot be converted becomes null and is counted.
pub struct Conversion {
    pub field: String,
    pub column: usize,
    /// One of `TARGETS`.
    pub target: &'static str,
    pub day_first: bool,
    pub failures: u64,
}

impl Conversion {
    pub fn apply<'a>(&mut self, value: Value<'a>, arena: &'a Arena) -> Value<'a> {
        if value.is_null() {
            return Value::Null;
        }
        let made = match self.target {
            "number" => number_of(value, arena).map(Value::Number),
            "boolean" => truth_of(value, arena).map(Value::Boolean),
            "date" => self.date_of(value, arena),
            _ => match value {
                Value::Text(_) => Some(value),
                other => Some(Value::Text(arena.make(|out| write_plain(out, other)))),
            },
        };
        // Nothing but white space is nothing, not a failure.
        let is_nothing = matches!(value, Value::Text(text) if trim(text).is_empty());
        self.failures += u64::from(made.is_none() && !is_nothing);
        made.unwrap_or(Value::Null)
    }

    fn date_of<'a>(&self, value: Value<'a>, arena: &'a Arena) -> Option<Value<'a>> {
        let mut good = false;
        let date = arena.make(|out| {
            good = match value {
                Value::Number(number) => write_number_date(number.float(), out),
                Value::Text(text) => write_iso_date(trim(text), self.day_first, out),
                _ => false,
            }
        });
        if good {
            Some(Value::Text(date))
        } else {
            None
        }
    }
}
