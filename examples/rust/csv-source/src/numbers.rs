//! Which text is a number, and which one only looks like it.

use dataflare::json::parse_number;

/// Digits that every reader of JSON numbers keeps.
pub const SAFE_DIGITS: usize = 15;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// Text, or a number that a reader would change.
    Text,
    Whole,
    /// A number with a fraction or an exponent.
    Fraction,
    /// What identifies something: digits that begin with 0 or are more than readers keep, or `12E5`.
    Code,
}

/// What a text is that begins with a digit or a minus, by the grammar of JSON.
pub fn kind_of(text: &[u8]) -> NumberKind {
    let first = (text[0] == b'-') as usize;
    let end = text.len();
    let mut p = skip_digits(text, first);
    let digits = p - first;
    if digits == 0 {
        return NumberKind::Text;
    }
    let padded = digits > 1 && text[first] == b'0';
    let is_long = padded || digits > SAFE_DIGITS;
    if p == end {
        return if is_long { NumberKind::Code } else { NumberKind::Whole };
    }
    let whole = p;
    if text[p] == b'.' {
        p = skip_digits(text, p + 1);
        if p == whole + 1 {
            return NumberKind::Text;
        }
    }
    if p < end {
        if text[p] | 0x20 != b'e' {
            return NumberKind::Text;
        }
        let mut power = p + 1;
        if power < end && (text[power] == b'+' || text[power] == b'-') {
            power += 1;
        }
        let last = skip_digits(text, power);
        if last == power || last != end {
            return NumberKind::Text;
        }
        // Programs write a sign or a point into such a number; `12E5` is somebody's name for something.
        if p == whole && power == p + 1 {
            return NumberKind::Code;
        }
        if padded || !stays_number(text, p) {
            return NumberKind::Text;
        }
    }
    if is_long {
        NumberKind::Text
    } else {
        NumberKind::Fraction
    }
}

fn skip_digits(text: &[u8], mut p: usize) -> usize {
    while p < text.len() && text[p].is_ascii_digit() {
        p += 1;
    }
    p
}

/// Whether a number with an exponent, which begins at `power`, is neither too large for readers nor too small.
fn stays_number(text: &[u8], power: usize) -> bool {
    let value = parse_number(text);
    value.is_finite() && (value != 0.0 || text[..power].iter().all(|c| !(b'1'..=b'9').contains(c)))
}
