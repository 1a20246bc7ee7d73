//! Expressions over the fields of a record, as a tree that is evaluated for each record.

use dataflare::{Arena, Number, Value, Written};

use crate::coerce::{number_of, write_plain};
use crate::functions::{call, Function};
use crate::row::Row;

pub enum Expression {
    /// Of the configuration, which lives as long as the plugin.
    Constant(Value<'static>),
    /// A column of the row.
    Field(usize),
    Negation(Box<Expression>),
    Call(Function, Vec<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Modulo,
}

/// What is said of computations at the end.
#[derive(Default)]
pub struct Counts {
    /// Computations that gave null because a number in them, or what they came to, is beyond the range of numbers.
    pub beyond_range: u64,
    /// Whole numbers of more than 15 digits, of which a computation takes the nearest f64.
    pub inexact: u64,
}

impl Expression {
    /// The value for one record.
    pub fn evaluate<'a>(&self, row: &mut Row<'_, 'a>, arena: &'a Arena, counts: &mut Counts) -> Value<'a> {
        match self {
            Expression::Constant(value) => *value,
            Expression::Field(column) => row.value(*column, arena),
            Expression::Negation(part) => {
                let value = part.evaluate(row, arena, counts);
                number_of(value, arena).map_or(Value::Null, |number| Value::Number(negated(number, arena)))
            }
            Expression::Call(function, parts) => {
                let values: Vec<Value<'a>> = parts.iter().map(|part| part.evaluate(row, arena, counts)).collect();
                call(*function, &values, arena)
            }
            Expression::Binary(operator, first, second) => {
                let left = first.evaluate(row, arena, counts);
                let right = second.evaluate(row, arena, counts);
                binary(*operator, left, right, arena, counts)
            }
        }
    }
}

/// A long number keeps its digits.
fn negated<'a>(number: Number<'a>, arena: &'a Arena) -> Number<'a> {
    match number.text() {
        Some(text) if number.is_long() => match text.strip_prefix(b"-") {
            Some(digits) => Number::written(digits),
            None => Number::written(arena.make(|out| {
                out.push(b'-');
                out.extend_from_slice(text);
            })),
        },
        _ => Number::computed(-number.float()),
    }
}

fn binary<'a>(
    operator: Operator,
    left: Value<'a>,
    right: Value<'a>,
    arena: &'a Arena,
    counts: &mut Counts,
) -> Value<'a> {
    if operator == Operator::Plus && (matches!(left, Value::Text(_)) || matches!(right, Value::Text(_))) {
        // Text after text; null is no text.
        return Value::Text(arena.make(|out| {
            write_plain(out, left);
            write_plain(out, right);
        }));
    }
    let (left, right) = match (number_of(left, arena), number_of(right, arena)) {
        (Some(left), Some(right)) => (left, right),
        _ => return Value::Null,
    };
    for number in [left, right] {
        if let (true, Some(text)) = (number.is_long(), number.text()) {
            let written = Written::read(text);
            counts.inexact += u64::from(written.is_whole() && written.count > 15);
        }
    }
    let (a, b) = (left.float(), right.float());
    let value = match operator {
        Operator::Plus => a + b,
        Operator::Minus => a - b,
        Operator::Times => a * b,
        Operator::Over => a / b,
        Operator::Modulo => a % b,
    };
    // An infinite one of the two makes another of the answer, but for what is divided by it.
    if value.is_finite() && b.is_finite() {
        return Value::Number(Number::computed(value));
    }
    // A division by zero has no answer, however small the numbers are.
    if b != 0.0 || (operator != Operator::Over && operator != Operator::Modulo) {
        counts.beyond_range += 1;
    }
    Value::Null
}
