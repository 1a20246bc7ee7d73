//! Turns a CSV file into NDJSON, batch by batch.

use std::rc::Rc;

use dataflare::host;
use dataflare::json::write_string;

use crate::columns::{Column, FieldWriter, AUTO, CODES};
use crate::fast::{FastRows, Stop};
use crate::input::Input;
use crate::row::{Dialect, RowReader};
use crate::settings::Settings;
use crate::utf8::first_invalid;

/// A batch is given away when it has grown to this, bytes.
const BATCH_BYTES: usize = 1_048_576;
/// Faults of one kind that are reported one by one.
const REPORTED: u64 = 5;

/// How often something was found that people are told of.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub ragged: u64,
    pub untidy: u64,
    /// Columns that became text after their first rows.
    pub late_codes: u64,
    /// Fields with bytes that are no UTF-8.
    pub repaired: u64,
}

/// Behind the last record that was given away.
#[derive(Clone, Copy, Default)]
pub struct Place {
    pub offset: u64,
    /// From 1.
    pub line: u64,
    /// Whether that record ended with the file, without a line end.
    pub is_open: bool,
    pub counts: Counts,
}

pub struct CsvReader {
    /// What went wrong; empty: nothing.
    pub problem: String,
    pub input: Input,
    pub settings: Rc<Settings>,
    pub rows: RowReader,
    pub writer: FieldWriter,
    pub columns: Vec<Column>,
    /// Line on which the row under way begins, from 1.
    pub line: u64,
    pub counts: Counts,
    /// Whether each column of the rows that were looked through holds a code.
    pub codes: Vec<bool>,
    /// Hash and length of the first bytes of the file.
    pub head: (u64, usize),
    /// Before the row that was read and could not be given away.
    failed_at: Option<Place>,
    /// Where the row under way begins, until the next one is asked for.
    row_at: usize,
    /// Whether the last row ended with the file, without a line end.
    is_open: bool,
    fast: FastRows,
    /// `"_extra":[`, under a name that no column has; empty until it is wanted.
    extra: Vec<u8>,
}

impl CsvReader {
    pub fn new(settings: Rc<Settings>) -> Self {
        let dialect = Dialect { delimiter: b',', quote: settings.quote, escapes: settings.escapes };
        CsvReader {
            problem: String::new(),
            input: Input::at(&settings.path, 0),
            rows: RowReader::new(dialect),
            writer: FieldWriter::new(settings.quote, settings.latin1, settings.infer_quoted, settings.decimal),
            columns: Vec::new(),
            line: 1,
            counts: Counts::default(),
            codes: Vec::new(),
            head: (0, 0),
            failed_at: None,
            row_at: 0,
            is_open: false,
            fast: FastRows::default(),
            extra: Vec::new(),
            settings,
        }
    }

    /// Where the next record begins that is to be given away.
    pub fn place(&self) -> Place {
        let counts = Counts { repaired: self.writer.repaired, ..self.counts };
        let offset = self.input.offset_of(self.input.next());
        self.failed_at.unwrap_or(Place { offset, line: self.line, is_open: self.is_open, counts })
    }

    /// Goes on from a place in the file.
    pub fn resume(&mut self, place: &Place) {
        self.input = Input::at(&self.settings.path, place.offset);
        self.line = place.line;
        self.is_open = place.is_open;
        self.counts = place.counts;
        self.writer.repaired = place.counts.repaired;
        self.problem.clear();
        self.failed_at = None;
    }

    /// The next row that counts; false at the end or after setting `problem`.
    pub fn next_row(&mut self) -> bool {
        loop {
            let input = &mut self.input;
            if input.pending() == 0 && input.ended {
                return false;
            }
            let start = input.next();
            let rows = &mut self.rows;
            if !rows.next(input.window(), start, input.ended) {
                // The line end is not of the record.
                if input.pending() > self.settings.max_record_bytes + 2 {
                    return self.is_too_long();
                }
                if !self.more() {
                    return false;
                }
                continue;
            }
            if rows.stop - start > self.settings.max_record_bytes {
                return self.is_too_long();
            }
            if rows.unclosed {
                return self.fails(format!(
                    "the record that begins on line {} of {} has a quoted field that is never closed; close it, or set config.quote to \"\" where quotes are nothing special",
                    self.line, self.settings.path
                ));
            }
            self.row_at = start;
            self.is_open = rows.stop == rows.after;
            input.take(rows.after);
            if rows.untidy {
                self.report_untidy();
            }
            self.line += self.rows.lines;
            if !self.passes_over() {
                return true;
            }
        }
    }

    /// A blank line is a row of nothing where rows have one field, and nothing else where they have several.
    fn passes_over(&self) -> bool {
        if self.columns.len() == 1 {
            return self.settings.skip_blank && self.rows.is_blank();
        }
        self.rows.is_empty_line(self.input.window())
    }

    pub fn is_too_long(&mut self) -> bool {
        self.fails(format!(
            "the record that begins on line {} of {} is longer than {} bytes; a quote may never be closed, or raise config.max_record_bytes",
            self.line, self.settings.path, self.settings.max_record_bytes
        ))
    }

    fn report_untidy(&mut self) {
        self.counts.untidy += 1;
        if self.counts.untidy <= REPORTED {
            host::warn(&format!(
                "line {}: text follows the closing quote of a field; the field is kept as it stands, with its quotes",
                self.line
            ));
        }
    }

    pub fn more(&mut self) -> bool {
        let is_read = self.input.more();
        if !is_read {
            self.problem = self.input.problem();
        }
        is_read
    }

    pub fn fails(&mut self, problem: String) -> bool {
        self.problem = problem;
        false
    }

    /// Appends a batch as NDJSON, its last line feed left out; nothing at the end, or after setting `problem`.
    pub fn read(&mut self, out: &mut Vec<u8>) {
        if self.problem.is_empty() {
            self.read_rows(out);
            if out.last() == Some(&b'\n') {
                out.pop();
            }
        }
    }

    fn read_rows(&mut self, out: &mut Vec<u8>) {
        let first = out.len();
        out.reserve(self.settings.batch_size * 64);
        self.fast.prepare(&self.settings, &self.rows.dialect, &self.columns);
        let mut left = self.settings.batch_size;
        while left > 0 && out.len() - first < BATCH_BYTES {
            if self.fast.is_usable() {
                let most = (left, first + BATCH_BYTES);
                let done = self.fast.run(&self.input, &self.settings, &mut self.writer, out, most);
                self.input.take(done.next);
                self.line += done.lines;
                left -= done.rows;
                self.is_open &= done.rows == 0;
                if done.stop == Stop::Full {
                    continue;
                }
            }
            let place = self.place();
            if !self.next_row() {
                return;
            }
            let before = out.len();
            self.write_row(out);
            if !self.is_readable() {
                out.truncate(before);
                // Blank lines before it stay passed over.
                let (offset, line) = (self.input.offset_of(self.row_at), self.line - self.rows.lines);
                self.failed_at = Some(Place { offset, line, is_open: false, counts: place.counts });
                return;
            }
            left -= 1;
        }
    }

    /// Whether the row that was written is UTF-8, or need not be; else false after setting `problem`.
    pub fn is_readable(&mut self) -> bool {
        if self.writer.repaired == 0 || self.settings.replace_invalid {
            return true;
        }
        let row = &self.input.window()[self.row_at..self.rows.after];
        let bad = first_invalid(row).unwrap_or(0);
        let before = row[..bad].iter().filter(|c| **c == b'\n').count() as u64;
        self.fails(format!(
            "line {} of {} is not UTF-8, at byte {} of the file; set config.encoding to \"latin1\" if it is that, or config.invalid_utf8 to \"replace\"",
            self.line - self.rows.lines + before,
            self.settings.path,
            self.input.offset_of(self.row_at + bad)
        ))
    }

    fn write_row(&mut self, out: &mut Vec<u8>) {
        // Without a header and names, the first row says how many columns there are.
        if self.columns.is_empty() {
            for index in 0..self.rows.fields.len() {
                self.add_column(format!("col{}", index + 1).into_bytes());
            }
            self.mark_codes();
            self.fast.prepare(&self.settings, &self.rows.dialect, &self.columns);
        }
        for index in 0..self.columns.len() {
            let column = &self.columns[index];
            out.extend_from_slice(&column.label);
            match self.rows.fields.get(index) {
                None => out.extend_from_slice(b"null"),
                Some(field) => {
                    self.writer.write(out, self.input.window(), *field, column.kind);
                    if self.writer.wrote_code && column.kind == AUTO {
                        self.turn_to_codes(index);
                    }
                }
            }
        }
        if self.rows.fields.len() != self.columns.len() {
            self.write_ragged(out);
        }
        out.extend_from_slice(b"}\n");
    }

    /// One whole number of the column has to stay text: so do those that follow.
    fn turn_to_codes(&mut self, index: usize) {
        self.columns[index].kind = CODES;
        self.fast.prepare(&self.settings, &self.rows.dialect, &self.columns);
        self.counts.late_codes += 1;
        if self.counts.late_codes <= REPORTED {
            host::warn(&format!(
                "line {}: \"{}\" holds digits that stay text; from here on all whole numbers of it do (config.types says it of all)",
                self.line - self.rows.lines,
                String::from_utf8_lossy(&self.columns[index].name)
            ));
        }
    }

    fn write_ragged(&mut self, out: &mut Vec<u8>) {
        let (count, expected) = (self.rows.fields.len(), self.columns.len());
        self.counts.ragged += 1;
        if self.counts.ragged <= REPORTED {
            let fate = if count < expected {
                "the missing ones are null".to_string()
            } else {
                format!("the others are in \"{}\"", self.extra_name())
            };
            let line = self.line - self.rows.lines;
            host::warn(&format!("line {}: {} fields instead of {}; {}", line, count, expected, fate));
        }
        if count < expected {
            return;
        }
        if self.extra.is_empty() {
            write_string(self.extra_name().as_bytes(), &mut self.extra);
            self.extra.extend_from_slice(b":[");
        }
        out.push(b',');
        out.extend_from_slice(&self.extra);
        let kind = self.untold_kind();
        for (index, field) in self.rows.fields[expected..].iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            self.writer.write(out, self.input.window(), *field, kind);
        }
        out.push(b']');
    }

    /// A name that no column has.
    fn extra_name(&self) -> String {
        let mut name = "_extra".to_string();
        let mut next = 2;
        while self.has_column(name.as_bytes()) {
            name = format!("_extra_{}", next);
            next += 1;
        }
        name
    }

    /// Says at the end what was said too seldom before.
    pub fn summarise(&self) {
        let Counts { ragged, untidy, .. } = self.counts;
        if ragged > REPORTED {
            host::warn(&format!("{} rows do not have the number of fields that the header has", ragged));
        }
        if untidy > REPORTED {
            host::warn(&format!("{} rows have text behind the closing quote of a field", untidy));
        }
        if self.writer.repaired > 0 {
            host::warn(&format!(
                "{} fields are not UTF-8; their bad bytes became U+FFFD (config.encoding \"latin1\" may be right)",
                self.writer.repaired
            ));
        }
    }
}
