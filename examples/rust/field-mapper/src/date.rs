//! Dates in the forms that people and programs write, to ISO 8601. What names no zone gets none.

use dataflare::json::write_integer;

use crate::blank;
use crate::clock::Clock;
use crate::cursor::{Cursor, ANY};
use crate::iso::{days_in, write_date};
use crate::unix_time::write_iso_time;

const MONTHS: [&[u8]; 12] = [
    b"january",
    b"february",
    b"march",
    b"april",
    b"may",
    b"june",
    b"july",
    b"august",
    b"september",
    b"october",
    b"november",
    b"december",
];
const WEEKDAYS: [&[u8]; 7] = [b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday"];
/// Two-digit years below it are of this century, as POSIX has it.
const PIVOT: i32 = 69;

struct Date<'t> {
    cursor: Cursor<'t>,
    year: i32,
    month: i32,
    day: i32,
    /// The year comes behind the time: `Wed Jan 15 10:11:12 2020`.
    is_year_last: bool,
    /// The date was written without separators, its time may be.
    is_compact: bool,
}

/// Appends the ISO form; false, with `out` as it was, where the text is no date.
pub fn write_iso_date(text: &[u8], day_first: bool, out: &mut Vec<u8>) -> bool {
    let cursor = Cursor::new(text);
    let mut date = Date { cursor, year: 0, month: 0, day: 0, is_year_last: false, is_compact: false };
    if !date.read(day_first) || (!date.is_year_last && !date.is_day()) {
        return false;
    }
    if date.cursor.is_at_end() && !date.is_year_last {
        write_date(out, date.year, date.month, date.day);
        return true;
    }
    if !date.read_gap() {
        return false;
    }
    let clock = match Clock::read(&mut date.cursor, date.is_compact) {
        None => return false,
        Some(clock) => clock,
    };
    if date.is_year_last {
        date.cursor.blanks();
        if date.cursor.run() != 4 || !date.read_year() || !date.is_day() {
            return false;
        }
    }
    if !date.cursor.is_at_end() {
        return false;
    }
    write_date(out, date.year, date.month, date.day);
    clock.write(out);
    true
}

/// The ISO form of a number: such as 20100913 or 20171222160001 a date, else a Unix time.
pub fn write_number_date(number: f64, out: &mut Vec<u8>) -> bool {
    write_basic_number(number, out) || write_iso_time(number, out)
}

fn write_basic_number(number: f64, out: &mut Vec<u8>) -> bool {
    if !(19_000_101.0..=21_991_231_235_959.0).contains(&number) || number.trunc() != number {
        return false;
    }
    let mut digits = Vec::with_capacity(14);
    write_integer(number as i64, &mut digits);
    let year = match digits.len() {
        8 => number as i64 / 10_000,
        14 => number as i64 / 10_000_000_000,
        _ => return false,
    };
    // Of other years they are Unix times.
    (1900..=2199).contains(&year) && write_iso_date(&digits, false, out)
}

impl Date<'_> {
    fn separators(&mut self) {
        loop {
            if matches!(self.cursor.peek(0), b' ' | b',' | b'-' | b'.' | b'/') {
                self.cursor.at += 1;
            } else if !self.cursor.blanks() {
                return;
            }
        }
    }

    /// Which of some names comes next, in full or by its first three letters, from 1; 0: none. Moves over it.
    fn name_of(&mut self, names: &[&[u8]]) -> i32 {
        let found = names.iter().position(|name| self.cursor.reads(&name[..3]));
        let (index, name) = match found {
            None => return 0,
            Some(index) => (index, names[index]),
        };
        let length = self.cursor.letters();
        let fits = length == 3
            || length == name.len()
            || (length == 4 && name.len() == 9 && self.cursor.reads(b"sept"));
        if !fits || !self.cursor.reads(&name[..length]) {
            return 0;
        }
        self.cursor.at += length;
        index as i32 + 1
    }

    /// A day of the month, `12th` as well.
    fn read_day(&mut self) {
        self.day = self.cursor.number(ANY);
        let endings: [&[u8]; 4] = [b"st", b"nd", b"rd", b"th"];
        if self.cursor.letters() == 2 && endings.iter().any(|ending| self.cursor.reads(ending)) {
            self.cursor.at += 2;
        }
    }

    fn read_year(&mut self) -> bool {
        self.year = self.cursor.number(ANY);
        if self.cursor.digits == 2 {
            self.year += if self.year < PIVOT { 2000 } else { 1900 };
        }
        self.cursor.digits == 2 || self.cursor.digits == 4
    }

    fn read_month(&mut self) {
        self.month = self.name_of(&MONTHS);
        if self.month == 0 {
            self.month = self.cursor.number(ANY);
        }
    }

    /// Reads year, month and day in whichever order they come.
    fn read(&mut self, day_first: bool) -> bool {
        if self.name_of(&WEEKDAYS) > 0 {
            self.separators();
        }
        self.month = self.name_of(&MONTHS);
        if self.month > 0 {
            self.separators();
            self.read_day();
            self.separators();
            // Hours have a colon behind them.
            let run = self.cursor.run();
            self.is_year_last = run <= 2 && self.cursor.peek(run) == b':';
            return self.is_year_last || self.read_year();
        }
        match self.cursor.run() {
            8 | 12 | 14 => {
                self.is_compact = true;
                self.year = self.cursor.number(4);
                self.month = self.cursor.number(2);
                self.day = self.cursor.number(2);
                true
            }
            4 => {
                self.year = self.cursor.number(ANY);
                self.separators();
                self.read_month();
                self.separators();
                self.day = self.cursor.number(ANY);
                true
            }
            1 | 2 => {
                self.read_day();
                self.separators();
                self.month = self.name_of(&MONTHS);
                if self.month == 0 {
                    let (first, second) = (self.day, self.cursor.number(ANY));
                    self.day = if day_first { first } else { second };
                    self.month = if day_first { second } else { first };
                }
                self.separators();
                self.read_year()
            }
            _ => false,
        }
    }

    fn is_day(&self) -> bool {
        (1..=12).contains(&self.month)
            && self.day >= 1
            && self.day <= days_in(self.year, self.month)
            && self.year <= 9999
    }

    /// Moves over what stands between a date and its time.
    fn read_gap(&mut self) -> bool {
        let c = self.cursor.peek(0);
        if c == b'T' || c == b't' {
            self.cursor.at += 1;
            self.is_compact = true;
            return true;
        }
        if (self.is_compact && self.cursor.run() > 0) || self.is_year_last {
            return true;
        }
        if c != b',' && blank::at_start(self.cursor.rest()) == 0 {
            return false;
        }
        self.cursor.take(b',');
        self.cursor.blanks();
        true
    }
}
