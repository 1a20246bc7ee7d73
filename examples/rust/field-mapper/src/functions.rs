use std::cmp::Ordering;

use dataflare::{write_lower, write_upper, Arena, Number, Value};

use crate::blank::trim;
use crate::coerce::{number_of, write_plain};
use crate::rounding::{round_to, Mode};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Function {
    Abs,
    Ceil,
    Coalesce,
    Floor,
    Length,
    Lower,
    Max,
    Min,
    Round,
    Trim,
    Upper,
}

/// Each with the most values that it takes; all take one at least.
pub const FUNCTIONS: [(&str, Function, usize); 11] = [
    ("abs", Function::Abs, 1),
    ("ceil", Function::Ceil, 1),
    ("coalesce", Function::Coalesce, 100),
    ("floor", Function::Floor, 1),
    ("length", Function::Length, 1),
    ("lower", Function::Lower, 1),
    ("max", Function::Max, 100),
    ("min", Function::Min, 100),
    ("round", Function::Round, 2),
    ("trim", Function::Trim, 1),
    ("upper", Function::Upper, 1),
];

/// Of at least one value.
pub fn call<'a>(function: Function, values: &[Value<'a>], arena: &'a Arena) -> Value<'a> {
    let first = values.first().copied().unwrap_or(Value::Null);
    let number = |act: fn(Number<'a>, &'a Arena) -> Number<'a>| {
        number_of(first, arena).map_or(Value::Null, |number| Value::Number(act(number, arena)))
    };
    match function {
        Function::Coalesce => values.iter().copied().find(|value| !value.is_null()).unwrap_or(Value::Null),
        Function::Min => extreme(Ordering::Less, values, arena),
        Function::Max => extreme(Ordering::Greater, values, arena),
        Function::Abs => number(|number, _| absolute(number)),
        Function::Ceil => number(|number, arena| round_to(number, 0, Mode::Up, arena)),
        Function::Floor => number(|number, arena| round_to(number, 0, Mode::Down, arena)),
        Function::Round => round(first, values.get(1), arena),
        _ if first.is_null() => Value::Null,
        _ => on_text(function, first, arena),
    }
}

/// A long number keeps its digits.
fn absolute(number: Number<'_>) -> Number<'_> {
    match number.text() {
        Some(text) if number.is_long() => Number::written(text.strip_prefix(b"-").unwrap_or(text)),
        _ => Number::computed(number.float().abs()),
    }
}

/// Of the values that are numbers, compared to the last digit.
fn extreme<'a>(better: Ordering, values: &[Value<'a>], arena: &'a Arena) -> Value<'a> {
    let mut found: Option<Number<'a>> = None;
    for number in values.iter().filter_map(|value| number_of(*value, arena)) {
        if found.map_or(true, |found| number.compare(&found) == better) {
            found = Some(number);
        }
    }
    found.map_or(Value::Null, Value::Number)
}

fn round<'a>(value: Value<'a>, places: Option<&Value<'a>>, arena: &'a Arena) -> Value<'a> {
    let number = match number_of(value, arena) {
        None => return Value::Null,
        Some(number) => number,
    };
    let places = match places.map(|places| number_of(*places, arena)) {
        Some(None) => return Value::Null,
        Some(Some(places)) => places.float().trunc().clamp(-20.0, 20.0) as i32,
        None => 0,
    };
    Value::Number(round_to(number, places, Mode::Nearest, arena))
}

fn on_text<'a>(function: Function, value: Value<'a>, arena: &'a Arena) -> Value<'a> {
    let text = match value {
        Value::Text(text) => text,
        other => arena.make(|out| write_plain(out, other)),
    };
    match function {
        Function::Length => {
            let characters = text.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
            Value::Number(Number::computed(characters as f64))
        }
        Function::Trim => Value::Text(trim(text)),
        Function::Lower => Value::Text(arena.make(|out| write_lower(text, out))),
        _ => Value::Text(arena.make(|out| write_upper(text, out))),
    }
}
