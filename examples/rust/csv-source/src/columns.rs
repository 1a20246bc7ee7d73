//! The names and types of the columns, and how a field becomes a JSON value.

use dataflare::json::{is_number, write_string};

use crate::numbers::{kind_of, NumberKind};
use crate::row::{Field, DOUBLED, ESCAPED, QUOTED};
use crate::utf8::{first_invalid, write_latin1, write_repaired};

/// Those that a person may ask for, then the others.
pub const TYPES: [&str; 6] = ["auto", "string", "number", "boolean", "codes", "exact"];
pub const TYPE_NAMES: [&str; 4] = [TYPES[0], TYPES[1], TYPES[2], TYPES[3]];
pub const AUTO: u8 = 0;
pub const STRING: u8 = 1;
pub const NUMBER: u8 = 2;
pub const BOOLEAN: u8 = 3;
/// As `auto`, but whole numbers are text, since one of the column has to be.
pub const CODES: u8 = 4;
/// As `auto`, but unquoted numbers are numbers however long they are.
pub const EXACT: u8 = 5;

pub fn type_of(name: &str) -> Option<u8> {
    TYPES.iter().position(|each| *each == name).map(|index| index as u8)
}

pub struct Column {
    /// In UTF-8.
    pub name: Vec<u8>,
    /// `"name":` with the brace or comma before it.
    pub label: Vec<u8>,
    pub kind: u8,
}

impl Column {
    pub fn new(name: Vec<u8>, kind: u8, is_first: bool) -> Self {
        let mut label = vec![if is_first { b'{' } else { b',' }];
        write_string(&name, &mut label);
        label.push(b':');
        Column { name, label, kind }
    }
}

pub struct FieldWriter {
    pub latin1: bool,
    /// Whether quoted fields may be numbers, too.
    pub infer_quoted: bool,
    /// The decimal sign of numbers: point or comma.
    pub decimal: u8,
    quote: u8,
    /// Fields with bytes that are no UTF-8.
    pub repaired: u64,
    /// Whether the field that was written last is a code.
    pub wrote_code: bool,
    text: Vec<u8>,
    clean: Vec<u8>,
}

impl FieldWriter {
    pub fn new(quote: u8, latin1: bool, infer_quoted: bool, decimal: u8) -> Self {
        FieldWriter {
            latin1,
            infer_quoted,
            decimal,
            quote,
            repaired: 0,
            wrote_code: false,
            text: Vec::new(),
            clean: Vec::new(),
        }
    }

    /// Appends a field of a window as a JSON value of a type.
    pub fn write(&mut self, out: &mut Vec<u8>, window: &[u8], field: Field, kind: u8) {
        let quoted = field.flags & QUOTED != 0;
        self.wrote_code = false;
        if field.is_empty() && (!quoted || kind == NUMBER || kind == BOOLEAN) {
            out.extend_from_slice(b"null");
            return;
        }
        let text = &window[field.start..field.end];
        if field.flags & (DOUBLED | ESCAPED) == 0 {
            return self.write_text(out, text, quoted, kind);
        }
        let mut plain = std::mem::take(&mut self.text);
        self.unquote(text, field.flags & ESCAPED != 0, &mut plain);
        self.write_text(out, &plain, quoted, kind);
        self.text = plain;
    }

    fn write_text(&mut self, out: &mut Vec<u8>, text: &[u8], quoted: bool, kind: u8) {
        let done = match kind {
            NUMBER => self.write_as_number(out, text),
            BOOLEAN => write_as_boolean(out, text),
            STRING => false,
            _ if (quoted && !self.infer_quoted) || text.is_empty() => false,
            _ => self.write_inferred(out, text, kind),
        };
        if !done {
            self.write_as_text(out, text);
        }
    }

    /// Whether an unquoted field, or a quoted one where those count, is a code.
    pub fn holds_code(&self, window: &[u8], field: &Field) -> bool {
        let text = &window[field.start..field.end];
        if text.is_empty() || (field.flags != 0 && (field.flags != QUOTED || !self.infer_quoted)) {
            return false;
        }
        starts_number(text[0]) && kind_of(text) == NumberKind::Code
    }

    /// Makes one of doubled quotes, and takes the backslashes away that stand before quotes and backslashes.
    fn unquote(&self, text: &[u8], escapes: bool, plain: &mut Vec<u8>) {
        plain.clear();
        let mut p = 0;
        while p < text.len() {
            let c = text[p];
            let next = text.get(p + 1).copied();
            if c == self.quote {
                // The next one is its twin.
                plain.push(c);
                p += 2;
            } else if escapes && c == b'\\' && next.map_or(false, |next| next == b'\\' || next == self.quote) {
                plain.extend(next);
                p += 2;
            } else {
                plain.push(c);
                p += 1;
            }
        }
    }

    fn write_as_text(&mut self, out: &mut Vec<u8>, text: &[u8]) {
        if text.is_ascii() || (!self.latin1 && first_invalid(text).is_none()) {
            return write_string(text, out);
        }
        self.clean.clear();
        if self.latin1 {
            write_latin1(text, &mut self.clean);
        } else {
            self.repaired += 1;
            write_repaired(text, &mut self.clean);
        }
        write_string(&self.clean, out);
    }

    /// A number of every digit that was written; false where it is none.
    fn write_as_number(&mut self, out: &mut Vec<u8>, text: &[u8]) -> bool {
        let (mut from, mut to) = (0, text.len());
        let is_digit = |p: usize| text[p].is_ascii_digit();
        while from < to && text[from] == b' ' {
            from += 1;
        }
        while to > from && text[to - 1] == b' ' {
            to -= 1;
        }
        // +5, 007, 5. and .5 are numbers to people, though not to JSON.
        let negative = from < to && text[from] == b'-';
        if negative || (from < to && text[from] == b'+') {
            from += 1;
        }
        while from + 1 < to && text[from] == b'0' && is_digit(from + 1) {
            from += 1;
        }
        self.clean.clear();
        if negative {
            self.clean.push(b'-');
        }
        if from + 1 < to && text[from] == self.decimal && is_digit(from + 1) {
            self.clean.push(b'0');
        }
        if from + 1 < to && text[to - 1] == self.decimal && is_digit(to - 2) {
            to -= 1;
        }
        let good = from < to && text[from] != b'-' && self.copy_number(&text[from..to]) && is_number(&self.clean);
        if good {
            out.extend_from_slice(&self.clean);
        }
        good
    }

    /// Appends to `clean`, a point for the decimal sign; false where a point stands that is none.
    fn copy_number(&mut self, text: &[u8]) -> bool {
        if self.decimal == b'.' {
            self.clean.extend_from_slice(text);
            return true;
        }
        let decimal = self.decimal;
        self.clean.extend(text.iter().map(|c| if *c == decimal { b'.' } else { *c }));
        !text.contains(&b'.')
    }

    /// A number that JSON can say and that no reader rounds, or true or false, as it stands; else nothing and false.
    fn write_inferred(&mut self, out: &mut Vec<u8>, text: &[u8], kind: u8) -> bool {
        let c = text[0];
        if !starts_number(c) && c != self.decimal {
            return matches!(c | 0x20, b't' | b'f') && write_word(out, text);
        }
        if self.decimal == b'.' {
            return self.write_number(out, text, kind);
        }
        self.clean.clear();
        if !self.copy_number(text) {
            return false;
        }
        let clean = std::mem::take(&mut self.clean);
        let done = self.write_number(out, &clean, kind);
        self.clean = clean;
        done
    }

    /// The same of a text whose decimal sign is a point.
    fn write_number(&mut self, out: &mut Vec<u8>, text: &[u8], kind: u8) -> bool {
        let point = (text[0] == b'-') as usize;
        if point + 1 < text.len() && text[point] == b'.' {
            return write_fraction(out, text, point);
        }
        if text[0] == b'.' {
            return false;
        }
        if kind == EXACT {
            if !is_number(text) {
                return false;
            }
        } else {
            let found = kind_of(text);
            self.wrote_code = found == NumberKind::Code;
            if found != NumberKind::Fraction && (found != NumberKind::Whole || kind == CODES) {
                return false;
            }
        }
        out.extend_from_slice(text);
        true
    }
}

fn write_as_boolean(out: &mut Vec<u8>, text: &[u8]) -> bool {
    if write_word(out, text) {
        return true;
    }
    let word: &[u8] = match text {
        [b'1' | b't' | b'T' | b'y' | b'Y'] => b"true",
        [b'0' | b'f' | b'F' | b'n' | b'N'] => b"false",
        _ => return false,
    };
    out.extend_from_slice(word);
    true
}

/// true and false in lower, upper or title case.
fn write_word(out: &mut Vec<u8>, text: &[u8]) -> bool {
    let word: &[u8] = match text.len() {
        4 if text.eq_ignore_ascii_case(b"true") => b"true",
        5 if text.eq_ignore_ascii_case(b"false") => b"false",
        _ => return false,
    };
    let is_lower = text[1..].iter().all(u8::is_ascii_lowercase);
    let is_upper = text.iter().all(u8::is_ascii_uppercase);
    if is_lower || is_upper {
        out.extend_from_slice(word);
    }
    is_lower || is_upper
}

fn starts_number(c: u8) -> bool {
    c.is_ascii_digit() || c == b'-'
}

/// `.5` and `-.5`, which programs write and JSON does not know, with the 0 that they lack.
fn write_fraction(out: &mut Vec<u8>, text: &[u8], point: usize) -> bool {
    let is_one = text[point + 1..].iter().all(u8::is_ascii_digit);
    if is_one {
        out.extend_from_slice(&text[..point]);
        out.push(b'0');
        out.extend_from_slice(&text[point..]);
    }
    is_one
}
