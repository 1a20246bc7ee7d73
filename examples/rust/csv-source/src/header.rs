//! The beginning of a file: marks, titles, header, and what the first rows say of the columns.

use dataflare::host;

use crate::columns::{Column, AUTO, CODES, EXACT, STRING};
use crate::dialect::{look_at, sep_line};
use crate::reader::CsvReader;
use crate::state;
use crate::utf8::is_wide;

/// What is read before a file is judged by its beginning, bytes.
pub const BEGINNING: usize = 65_536;
/// Rows that are looked through for codes before the first is written.
const SAMPLE: usize = 1000;
/// The mark of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

impl CsvReader {
    /// Reads the beginning of the file and the header. False after setting `problem`.
    pub fn open(&mut self) -> bool {
        while !self.input.ended && self.input.pending() < BEGINNING {
            if !self.more() {
                return false;
            }
        }
        let window = self.input.window();
        let head = window.len().min(BEGINNING);
        self.head = (state::hash(&window[..head]), head);
        if !self.pass_marks() || !self.pass_lines() {
            return false;
        }
        if self.settings.header {
            if !self.next_row() {
                return self.problem.is_empty();
            }
            self.read_header();
            if !self.is_readable() {
                return false;
            }
        } else {
            for name in self.settings.clone().columns.iter() {
                self.add_column(name.clone());
            }
        }
        self.look_for_codes();
        true
    }

    /// Passes over a byte order mark and Excel's `sep=` line; refuses UTF-16.
    fn pass_marks(&mut self) -> bool {
        let path = &self.settings.path;
        let text = self.input.window();
        if text.len() >= 2 && (matches!(text[..2], [0xff, 0xfe] | [0xfe, 0xff]) || is_wide(text)) {
            return self.fails(format!("{} is UTF-16; convert it to UTF-8 first", path));
        }
        let mut at = 0;
        // Programs that add a mark to a file that has one make two.
        while text[at..].starts_with(MARK) {
            at += MARK.len();
            if self.writer.latin1 {
                host::warn(&format!("{} begins with the mark of UTF-8 and is read as UTF-8", path));
            }
            self.writer.latin1 = false;
        }
        let mut named = 0;
        if let Some((delimiter, after)) = sep_line(text, at) {
            named = delimiter;
            at = after;
            self.line += 1;
        }
        self.input.take(at);
        // 0 where nobody says: it is found out.
        self.rows.dialect.delimiter = if self.settings.delimiter != 0 { self.settings.delimiter } else { named };
        true
    }

    /// Finds out the delimiter, and passes over the lines before the header.
    fn pass_lines(&mut self) -> bool {
        for _ in 0..self.settings.skip_lines.unwrap_or(0) {
            if !self.skip_line() {
                return self.problem.is_empty();
            }
        }
        let input = &self.input;
        let find_titles = self.settings.header && self.settings.skip_lines.is_none();
        let given = self.rows.dialect.delimiter;
        let titles = look_at(&mut self.rows, input.window(), input.next(), input.ended, given, find_titles);
        for _ in 0..titles {
            if !self.next_row() {
                return false;
            }
            let line = self.line - self.rows.lines;
            host::warn(&format!(
                "line {}: passed over as a title before the header; config.skip_lines 0 reads it as the header",
                line
            ));
        }
        true
    }

    fn skip_line(&mut self) -> bool {
        let line_end = |reader: &CsvReader, from: usize| {
            let text = reader.input.window();
            text[from..].iter().position(|c| matches!(c, b'\n' | b'\r')).map_or(text.len(), |length| from + length)
        };
        let mut p = line_end(self, self.input.next());
        // A line feed may follow a return.
        while p + 1 >= self.input.window().len() && !self.input.ended {
            let length = p - self.input.next();
            if !self.more() {
                return false;
            }
            p = line_end(self, self.input.next() + length);
            if p - self.input.next() > self.settings.max_record_bytes {
                return self.is_too_long();
            }
        }
        let text = self.input.window();
        if text.get(p) == Some(&b'\r') && text.get(p + 1) == Some(&b'\n') {
            p += 1;
        }
        let after = (p + 1).min(text.len());
        self.input.take(after);
        self.line += 1;
        true
    }

    /// Columns of which a whole number has to stay text are text before the first row is written.
    fn look_for_codes(&mut self) {
        if !self.settings.infer || self.settings.exact {
            return;
        }
        let input = &self.input;
        let text = input.window();
        let mut p = input.next();
        for _ in 0..SAMPLE {
            if p >= text.len() || !self.rows.next(text, p, input.ended) {
                break;
            }
            p = self.rows.after;
            if self.codes.len() < self.rows.fields.len() {
                self.codes.resize(self.rows.fields.len(), false);
            }
            for (holds, field) in self.codes.iter_mut().zip(&self.rows.fields) {
                *holds = *holds || self.writer.holds_code(text, field);
            }
        }
        self.mark_codes();
    }

    pub fn mark_codes(&mut self) {
        for (column, holds) in self.columns.iter_mut().zip(&self.codes) {
            if *holds && column.kind == AUTO {
                column.kind = CODES;
            }
        }
    }

    fn read_header(&mut self) {
        let settings = self.settings.clone();
        for index in 0..self.rows.fields.len().max(settings.columns.len()) {
            let name = match settings.columns.get(index) {
                Some(name) => name.clone(),
                None => self.name_of(index),
            };
            let unnamed = || format!("column_{}", index + 1).into_bytes();
            self.add_column(if name.is_empty() { unnamed() } else { name });
        }
    }

    /// What the header has for a column.
    fn name_of(&mut self, index: usize) -> Vec<u8> {
        let mut text = Vec::new();
        self.writer.write(&mut text, self.input.window(), self.rows.fields[index], STRING);
        // A JSON string, or null for an empty field.
        let json = dataflare::Json::parse(&text);
        json.and_then(|json| json.as_text().map(|name| name.into_owned())).unwrap_or_default()
    }

    /// A name that is taken gets a number.
    pub fn add_column(&mut self, name: Vec<u8>) {
        let mut unique = name.clone();
        let mut next = 2;
        while self.has_column(&unique) {
            unique = name.clone();
            unique.extend_from_slice(format!("_{}", next).as_bytes());
            next += 1;
        }
        let told = self.settings.types.iter().rev().find(|(name, _)| *name == unique);
        let kind = told.map_or_else(|| self.untold_kind(), |(_, kind)| *kind);
        let is_first = self.columns.is_empty();
        self.columns.push(Column::new(unique, kind, is_first));
    }

    /// The type of what `types` does not name.
    pub fn untold_kind(&self) -> u8 {
        match (self.settings.exact, self.settings.infer) {
            (true, _) => EXACT,
            (_, true) => AUTO,
            _ => STRING,
        }
    }

    pub fn has_column(&self, name: &[u8]) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }
}
