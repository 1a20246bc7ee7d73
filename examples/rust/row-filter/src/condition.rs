use std::cmp::Ordering;

use dataflare::{write_folded, Arena, FieldPath, Record, Value};

use crate::glob::matches;

/// One test of a record: a comparison, or `and`, `or`, `not` over others.
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Comparison(Comparison),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    In,
    IsNull,
    NotNull,
}

pub struct Comparison {
    pub path: FieldPath,
    pub op: Op,
    /// The values of `in`, else one value, else none. What they point to lives as long as the plugin.
    pub wanted: Vec<Value<'static>>,
    pub ignore_case: bool,
}

impl Condition {
    pub fn holds(&self, record: &Record<'_>, arena: &Arena) -> bool {
        match self {
            Condition::All(parts) => parts.iter().all(|part| part.holds(record, arena)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(record, arena)),
            Condition::Not(part) => !part.holds(record, arena),
            Condition::Comparison(comparison) => comparison.holds(record, arena),
        }
    }
}

impl Comparison {
    fn holds(&self, record: &Record<'_>, arena: &Arena) -> bool {
        let mut found = record.find(&self.path).map_or(Value::Null, |json| Value::read(json, arena));
        match (self.op, found) {
            (Op::IsNull, _) => return found.is_null(),
            (Op::NotNull, _) => return !found.is_null(),
            (_, Value::Text(text)) if self.ignore_case => found = Value::Text(folded(text, arena)),
            _ => {}
        }
        if self.op == Op::In {
            return self.wanted.iter().any(|wanted| found.compare(wanted) == Ordering::Equal);
        }
        self.wanted.first().map_or(false, |wanted| self.compares(found, wanted))
    }

    fn compares(&self, found: Value<'_>, wanted: &Value<'_>) -> bool {
        match self.op {
            Op::Eq => return found.compare(wanted) == Ordering::Equal,
            Op::Ne => return found.compare(wanted) != Ordering::Equal,
            _ => {}
        }
        // Values of different kinds have no order, and a text does not contain a number.
        if found.is_null() || !found.is_like(wanted) {
            return false;
        }
        match (self.op, found, wanted) {
            (Op::Lt, ..) => found.compare(wanted) == Ordering::Less,
            (Op::Le, ..) => found.compare(wanted) != Ordering::Greater,
            (Op::Gt, ..) => found.compare(wanted) == Ordering::Greater,
            (Op::Ge, ..) => found.compare(wanted) != Ordering::Less,
            (Op::Contains, Value::Text(text), Value::Text(part)) => contains(text, part),
            (Op::StartsWith, Value::Text(text), Value::Text(part)) => text.starts_with(part),
            (Op::EndsWith, Value::Text(text), Value::Text(part)) => text.ends_with(part),
            (Op::Matches, Value::Text(text), Value::Text(pattern)) => matches(text, pattern),
            _ => false,
        }
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

/// Text in a form in which texts are equal that differ in case alone.
pub fn folded<'a>(text: &[u8], arena: &'a Arena) -> &'a [u8] {
    arena.make(|out| write_folded(text, out))
}
