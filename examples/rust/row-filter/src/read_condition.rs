use dataflare::json::is_number;
use dataflare::{shorten, source, Arena, FieldPath, Json, Kind, Number, Value};

use crate::condition::{folded, Comparison, Condition, Op};

const OPERATORS: [(&str, Op); 13] = [
    ("eq", Op::Eq),
    ("ne", Op::Ne),
    ("lt", Op::Lt),
    ("le", Op::Le),
    ("gt", Op::Gt),
    ("ge", Op::Ge),
    ("contains", Op::Contains),
    ("starts_with", Op::StartsWith),
    ("ends_with", Op::EndsWith),
    ("matches", Op::Matches),
    ("in", Op::In),
    ("is_null", Op::IsNull),
    ("not_null", Op::NotNull),
];

fn found(json: Json<'_>) -> String {
    format!("found {}", shorten(&source(json)))
}

/// Builds a condition from its JSON. `place` names where it stands in the configuration. Else what is wrong with it.
pub fn read(json: Json<'_>, place: &str) -> Result<Condition, String> {
    if json.kind() != Kind::Object {
        return Err(format!("{} must be an object, {}", place, found(json)));
    }
    let forms = ["and", "or", "not", "field"].map(|key| json.get(key));
    if forms.iter().flatten().count() != 1 {
        let what = "must have exactly one of \"field\", \"and\", \"or\" and \"not\"";
        return Err(format!("{} {}, {}", place, what, found(json)));
    }
    match forms {
        [Some(and), ..] => Ok(Condition::All(read_parts(and, &format!("{}.and", place))?)),
        [_, Some(or), ..] => Ok(Condition::Any(read_parts(or, &format!("{}.or", place))?)),
        [_, _, Some(not), _] => Ok(Condition::Not(Box::new(read(not, &format!("{}.not", place))?))),
        [.., field] => read_comparison(json, field.unwrap_or(json), place),
    }
}

fn read_parts(json: Json<'_>, place: &str) -> Result<Vec<Condition>, String> {
    if json.kind() != Kind::Array {
        return Err(format!("{} must be a list of conditions, {}", place, found(json)));
    }
    json.items().enumerate().map(|(index, item)| read(item, &format!("{}[{}]", place, index))).collect()
}

fn read_comparison(json: Json<'_>, field: Json<'_>, place: &str) -> Result<Condition, String> {
    let name = field.as_text().ok_or_else(|| format!("{}.field must be text, {}", place, found(field)))?;
    for member in json.members() {
        let key = member.name();
        if !["field", "op", "value", "ignore_case"].contains(&&*key) {
            return Err(format!("{}.{} is not known; a comparison has field, op, value and ignore_case", place, key));
        }
    }
    let word = json.get("op").map_or("eq".into(), |op| op.as_str().unwrap_or_default());
    let op = OPERATORS.iter().find(|(name, _)| *name == word).map(|(_, op)| *op).ok_or_else(|| {
        let names = OPERATORS.map(|(name, _)| name).join(", ");
        format!("{}.op must be one of {}, found \"{}\"", place, names, shorten(&word))
    })?;
    let ignore_case = json.get("ignore_case").and_then(|ignore| ignore.as_bool()) == Some(true);
    let wanted = if op == Op::IsNull || op == Op::NotNull {
        Vec::new()
    } else {
        let value = json.get("value");
        let value = value.ok_or_else(|| format!("{}.value is missing: {} compares with something", place, word))?;
        read_wanted(value, op, &word, ignore_case, place)?
    };
    Ok(Condition::Comparison(Comparison { path: FieldPath::from_bytes(&name), op, wanted, ignore_case }))
}

fn read_wanted(
    value: Json<'_>,
    op: Op,
    word: &str,
    ignore_case: bool,
    place: &str,
) -> Result<Vec<Value<'static>>, String> {
    let one = |json: Json<'_>, place: String| {
        let what = "must be a single value, or a number as {\"number\": \"…\"}";
        read_value(json, ignore_case).ok_or_else(|| format!("{} {}, {}", place, what, found(json)))
    };
    if op == Op::In {
        if value.kind() != Kind::Array {
            return Err(format!("{}.value must be a list, {}", place, found(value)));
        }
        let items = value.items().enumerate();
        return items.map(|(index, item)| one(item, format!("{}.value[{}]", place, index))).collect();
    }
    if matches!(op, Op::Contains | Op::StartsWith | Op::EndsWith | Op::Matches) && value.kind() != Kind::Text {
        return Err(format!("{}.value must be text for {}, {}", place, word, found(value)));
    }
    Ok(vec![one(value, format!("{}.value", place))?])
}

/// Texts of the configuration live as long as the plugin, which is as long as the module.
fn keep(bytes: &[u8]) -> &'static [u8] {
    Box::leak(bytes.to_vec().into_boxed_slice())
}

/// The digits of a number, or of `{"number": "…"}`.
fn written_number(json: Json<'_>) -> Option<&'static [u8]> {
    if json.kind() == Kind::Number {
        return Some(keep(json.raw()));
    }
    let mut members = json.members();
    let digits = members.next().filter(|member| member.is_named(b"number"))?.value.as_text()?;
    if members.next().is_none() && is_number(&digits) {
        Some(keep(&digits))
    } else {
        None
    }
}

/// None where it is neither a single value nor a number in text.
fn read_value(json: Json<'_>, ignore_case: bool) -> Option<Value<'static>> {
    Some(match json.kind() {
        Kind::Null => Value::Null,
        Kind::Boolean => Value::Boolean(json.as_bool()?),
        Kind::Text if ignore_case => Value::Text(keep(folded(&json.as_text()?, &Arena::new()))),
        Kind::Text => Value::Text(keep(&json.as_text()?)),
        _ => Value::Number(Number::written(written_number(json)?)),
    })
}
