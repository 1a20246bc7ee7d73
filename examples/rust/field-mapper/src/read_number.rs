//! Numbers as people and programs write them: `007`, `+5`, `.5`, `5.`, `-007.50`, `1E+3`.

use dataflare::json::is_number;
use dataflare::{Arena, Number};

/// Makes a number of a text; none where it is none or is beyond the range of numbers.
pub fn read_number<'a>(text: &'a [u8], arena: &'a Arena) -> Option<Number<'a>> {
    let number = if is_number(text) { Number::written(text) } else { Number::written(rewrite(text, arena)?) };
    if !number.is_short() && (number.float() == 0.0 || !number.float().is_finite()) {
        // No f64 is near it: 0 itself is always short.
        return None;
    }
    Some(number.simplified())
}

/// Splits off the digits that come first.
fn digits<'t>(rest: &mut &'t [u8]) -> &'t [u8] {
    let count = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let (found, after) = rest.split_at(count);
    *rest = after;
    found
}

/// Moves over one of some characters where it comes next.
fn take(rest: &mut &[u8], any: &[u8]) -> Option<u8> {
    let c = *rest.first().filter(|c| any.contains(c))?;
    *rest = &rest[1..];
    Some(c)
}

/// Puts a text into the grammar of JSON, every digit kept.
fn rewrite<'a>(text: &[u8], arena: &'a Arena) -> Option<&'a [u8]> {
    let mut rest = text;
    let sign = take(&mut rest, b"+-");
    let mut whole = digits(&mut rest);
    let fraction = if take(&mut rest, b".").is_some() { digits(&mut rest) } else { &[] };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let exponent = rest;
    if take(&mut rest, b"eE").is_some() {
        take(&mut rest, b"+-");
        if digits(&mut rest).is_empty() {
            return None;
        }
    }
    if !rest.is_empty() {
        return None;
    }
    while whole.len() > 1 && whole[0] == b'0' {
        whole = &whole[1..];
    }
    Some(arena.make(|out| {
        if sign == Some(b'-') {
            out.push(b'-');
        }
        out.extend_from_slice(if whole.is_empty() { b"0" } else { whole });
        if !fraction.is_empty() {
            out.push(b'.');
            out.extend_from_slice(fraction);
        }
        out.extend_from_slice(exponent);
    }))
}
