//! How a file separates and quotes its fields, found out from its beginning.

use dataflare::json::is_number;

use crate::row::{RowReader, UNTIDY};

/// Rows that decide.
const ROWS: usize = 20;
/// Rows before the header that may be titles.
const TITLES: usize = 5;
/// The order decides between equals.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What the first rows look like when a delimiter cuts them.
#[derive(Default)]
struct Look {
    /// Whether rows in front of the header are looked for.
    may_have_titles: bool,
    rows: usize,
    /// Rows with one field before the first with several.
    titles: usize,
    /// Fields of the first row with several.
    fields: usize,
    /// Rows from that one on that have as many.
    agreeing: usize,
    /// Whether that row could be a header: every field says something, and none is a number.
    named: bool,
    cells: usize,
    /// Cells in which no other delimiter stands but where text and numbers have it.
    clean: usize,
}

impl Look {
    fn with(reader: &mut RowReader, text: &[u8], mut p: usize, last: bool, may_have_titles: bool) -> Look {
        let mut look = Look { may_have_titles, ..Look::default() };
        while p < text.len() && look.rows < ROWS {
            // A row that is cut off by what was read decides only where there is no other.
            if !reader.next(text, p, last || look.rows == 0) {
                break;
            }
            p = reader.after;
            if !reader.is_empty_line(text) {
                look.add(reader, text);
            }
        }
        look
    }

    fn add(&mut self, reader: &RowReader, text: &[u8]) {
        self.rows += 1;
        let count = reader.fields.len();
        if self.fields == 0 {
            if count == 1 {
                self.titles += 1;
                return;
            }
            self.fields = count;
            self.named = reader.fields.iter().all(|field| could_be_name(&text[field.start..field.end]));
        }
        self.agreeing += (count == self.fields) as usize;
        self.cells += count;
        for field in &reader.fields {
            // Text behind a closing quote is what a wrong delimiter leaves as well.
            let is_clean =
                if field.flags != 0 { field.flags & UNTIDY == 0 } else { is_clean(&text[field.start..field.end]) };
            self.clean += is_clean as usize;
        }
    }

    /// Whether the rows in front are titles: a header and rows of as many fields follow.
    fn has_titles(&self) -> bool {
        let behind = self.rows - self.titles;
        self.may_have_titles
            && (1..=TITLES).contains(&self.titles)
            && self.named
            && behind > 1
            && self.agreeing == behind
    }

    /// Part of the rows that agree (in 1000ths), then of the cells that are clean, then the number of fields.
    fn score(&self) -> u64 {
        if self.fields < 2 || (self.titles > 0 && !self.has_titles()) {
            return 0;
        }
        // Titles count against a delimiter, but less than rows that do not agree.
        let agreement = if self.titles > 0 { 950 } else { self.agreeing * 1000 / self.rows };
        let clean = self.clean * 1000 / self.cells;
        (agreement as u64 * 1001 + clean as u64) * 1000 + self.fields.min(999) as u64
    }
}

/// Chooses the delimiter that cuts the first rows best, or the one that is given (0: none); gives the titles before them.
/// `last`: the file ends where the text does.
pub fn look_at(reader: &mut RowReader, text: &[u8], p: usize, last: bool, given: u8, may_have_titles: bool) -> usize {
    if given != 0 {
        reader.dialect.delimiter = given;
        let look = Look::with(reader, text, p, last, may_have_titles);
        return if look.has_titles() { look.titles } else { 0 };
    }
    let (mut best, mut found, mut titles) = (0, CANDIDATES[0], 0);
    for candidate in CANDIDATES {
        reader.dialect.delimiter = candidate;
        let look = Look::with(reader, text, p, last, may_have_titles);
        if look.score() > best {
            best = look.score();
            found = candidate;
            titles = look.titles;
        }
    }
    reader.dialect.delimiter = found;
    titles
}

fn could_be_name(text: &[u8]) -> bool {
    text.first().map_or(false, |first| *first != b' ') && !is_number(text)
}

/// `48,85` and `Meier, Hans` are what people write; ` Hans;12` is what a wrong delimiter leaves.
fn is_clean(text: &[u8]) -> bool {
    if text.first() == Some(&b' ') {
        return false;
    }
    (0..text.len()).all(|p| match text[p] {
        b'\t' | b'|' => false,
        c @ (b',' | b';') if p > 0 && p + 1 < text.len() => {
            let next = text[p + 1];
            next == b' ' || (c == b',' && text[p - 1].is_ascii_digit() && next.is_ascii_digit())
        }
        b',' | b';' => false,
        _ => true,
    })
}

/// The byte that an Excel `sep=;` line at `p` names, and what is behind the line.
pub fn sep_line(text: &[u8], p: usize) -> Option<(u8, usize)> {
    let quoted = text.get(p) == Some(&b'"');
    let mut at = p + quoted as usize;
    if at + 5 > text.len() || !text[at..at + 3].eq_ignore_ascii_case(b"sep") || text[at + 3] != b'=' {
        return None;
    }
    let delimiter = text[at + 4];
    let is_one = match delimiter {
        0..=0x20 => delimiter == b'\t' || delimiter == b' ',
        _ => !delimiter.is_ascii_alphanumeric() && delimiter < 0x80 && delimiter != b'"',
    };
    if !is_one {
        return None;
    }
    at += 5;
    // A program that fills up rows adds delimiters.
    while text.get(at) == Some(&delimiter) {
        at += 1;
    }
    if quoted {
        if text.get(at) != Some(&b'"') {
            return None;
        }
        at += 1;
    }
    match text.get(at) {
        Some(b'\r') => at += 1,
        Some(b'\n') | None => {}
        Some(_) => return None,
    }
    if text.get(at) == Some(&b'\n') {
        at += 1;
    }
    Some((delimiter, at))
}
