//! Cuts one row into fields, which stay where they are (RFC 4180, and what real files make of it).

use crate::blocks::find_any;

pub const QUOTED: u32 = 1;
/// It has doubled quotes.
pub const DOUBLED: u32 = 2;
/// Its quotes have backslashes in front of them.
pub const ESCAPED: u32 = 4;
/// Something follows its closing quote: it is taken as it stands, quotes and all.
pub const UNTIDY: u32 = 8;

/// How a file separates and quotes its fields.
#[derive(Clone, Copy)]
pub struct Dialect {
    pub delimiter: u8,
    /// 0: none.
    pub quote: u8,
    /// Whether a backslash in a quoted field takes the meaning from a quote or backslash behind it.
    pub escapes: bool,
}

/// Where a field stands in the window, its quotes left out.
#[derive(Clone, Copy)]
pub struct Field {
    pub start: usize,
    pub end: usize,
    pub flags: u32,
}

impl Field {
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

pub struct RowReader {
    pub dialect: Dialect,
    pub fields: Vec<Field>,
    /// Where the next row begins.
    pub after: usize,
    /// Line feeds inside the row, its own included: for line numbers.
    pub lines: u64,
    /// Where the row ends, its line end left out.
    pub stop: usize,
    /// Whether a quote was never closed.
    pub unclosed: bool,
    /// Whether something follows a closing quote.
    pub untidy: bool,
    doubled: bool,
    escaped: bool,
}

impl RowReader {
    pub fn new(dialect: Dialect) -> Self {
        RowReader {
            dialect,
            fields: Vec::new(),
            after: 0,
            lines: 0,
            stop: 0,
            unclosed: false,
            untidy: false,
            doubled: false,
            escaped: false,
        }
    }

    /// One field without a character in it, or quotes around it.
    pub fn is_blank(&self) -> bool {
        self.fields.len() == 1 && self.fields[0].is_empty() && self.fields[0].flags == 0
    }

    /// One field of spaces alone, or of nothing.
    pub fn is_empty_line(&self, text: &[u8]) -> bool {
        let is_space = |field: &Field| field.flags == 0 && text[field.start..field.end].iter().all(|c| *c == b' ');
        self.fields.len() == 1 && is_space(&self.fields[0])
    }

    fn add(&mut self, start: usize, end: usize, flags: u32) {
        self.fields.push(Field { start, end, flags });
    }

    /// Reads the row that begins at `p`. `last`: no bytes follow after these. False: it needs more bytes.
    pub fn next(&mut self, text: &[u8], mut p: usize, last: bool) -> bool {
        let Dialect { delimiter, quote, .. } = self.dialect;
        let end = text.len();
        let at = |p: usize| if p < end { text[p] } else { 0 };
        self.fields.clear();
        self.lines = 0;
        self.unclosed = false;
        self.untidy = false;
        loop {
            let start = p;
            let mut first = at(p);
            if first == b' ' && quote != 0 {
                p = skip_spaces(text, p, delimiter);
                first = at(p);
            }
            if first == quote && quote != 0 {
                match self.quoted_field(text, start, p + 1) {
                    Some(stop) => p = stop,
                    None if !last => return false,
                    None => {
                        self.unclosed = true;
                        self.add(start, end, QUOTED);
                        p = end;
                    }
                }
            } else {
                p = skip_field(text, p, delimiter);
                self.add(start, p, 0);
            }
            if p >= end {
                self.stop = p;
                self.after = p;
                return last;
            }
            let c = text[p];
            p += 1;
            if c == delimiter {
                continue;
            }
            self.stop = p - 1;
            if c == b'\r' {
                if p >= end && !last {
                    return false;
                }
                if at(p) == b'\n' && p < end {
                    p += 1;
                }
            }
            self.lines += 1;
            self.after = p;
            return true;
        }
    }

    /// Adds the quoted field whose first byte is at `start`, spaces in front included, and whose text is at `text_at`.
    /// Gives where it ends; none where its closing quote is not there.
    fn quoted_field(&mut self, text: &[u8], start: usize, text_at: usize) -> Option<usize> {
        let Dialect { delimiter, escapes, .. } = self.dialect;
        let lines = self.lines;
        self.escaped = false;
        let stop = if escapes { self.escaped_quote(text, text_at)? } else { self.closing_quote(text, text_at)? };
        let after = skip_spaces(text, stop + 1, delimiter);
        if text.get(stop + 1) == Some(&delimiter) {
            self.add_quoted(text_at, stop);
            return Some(stop + 1);
        }
        if ends_field(text, after, delimiter) {
            self.add_quoted(text_at, stop);
            return Some(after);
        }
        // A quote that closes nothing, with a backslash before it, was not meant to close.
        if !escapes && text[stop - 1] == b'\\' {
            let strict = self.lines;
            self.lines = lines;
            // Looked for on its line alone, so that one stray quote costs no more than that.
            let line_end = find_any(text, stop, [b'\n', b'\r', b'\n']);
            if let Some(meant) = self.escaped_quote(&text[..line_end], text_at) {
                let behind = skip_spaces(text, meant + 1, delimiter);
                if ends_field(text, behind, delimiter) {
                    self.add_quoted(text_at, meant);
                    return Some(behind);
                }
            }
            self.lines = strict;
        }
        self.untidy = true;
        let bare = skip_field(text, after, delimiter);
        self.add(start, bare, QUOTED | UNTIDY);
        Some(bare)
    }

    fn add_quoted(&mut self, start: usize, end: usize) {
        let doubled = if self.doubled { DOUBLED } else { 0 };
        let escaped = if self.escaped { ESCAPED } else { 0 };
        self.add(start, end, QUOTED | doubled | escaped);
    }

    /// The quote that closes a field.
    fn closing_quote(&mut self, text: &[u8], mut p: usize) -> Option<usize> {
        let quote = self.dialect.quote;
        self.doubled = false;
        loop {
            p = find_any(text, p, [quote, b'\n', b'\n']);
            if p >= text.len() {
                return None;
            }
            if text[p] == b'\n' {
                self.lines += 1;
            } else if text.get(p + 1) != Some(&quote) {
                return Some(p);
            } else {
                self.doubled = true;
                p += 1;
            }
            p += 1;
        }
    }

    /// The same where a backslash takes the meaning from what is behind it.
    fn escaped_quote(&mut self, text: &[u8], mut p: usize) -> Option<usize> {
        let quote = self.dialect.quote;
        self.doubled = false;
        self.escaped = false;
        loop {
            p = find_any(text, p, [quote, b'\n', b'\\']);
            if p >= text.len() {
                return None;
            }
            let c = text[p];
            if c == b'\\' {
                self.escaped = true;
                p += 1;
                self.lines += (text.get(p) == Some(&b'\n')) as u64;
            } else if c == b'\n' {
                self.lines += 1;
            } else if text.get(p + 1) != Some(&quote) {
                return Some(p);
            } else {
                self.doubled = true;
                p += 1;
            }
            p += 1;
        }
    }
}

/// The delimiter or line end that ends a field.
fn skip_field(text: &[u8], p: usize, delimiter: u8) -> usize {
    find_any(text, p, [delimiter, b'\n', b'\r'])
}

/// Spaces stand between a delimiter and a quote where people write by hand.
fn skip_spaces(text: &[u8], mut p: usize, delimiter: u8) -> usize {
    while delimiter != b' ' && text.get(p) == Some(&b' ') {
        p += 1;
    }
    p
}

/// Whether a field may end at `p`.
fn ends_field(text: &[u8], p: usize, delimiter: u8) -> bool {
    text.get(p).map_or(true, |c| *c == delimiter || *c == b'\n' || *c == b'\r')
}
