//! The time of a day and its zone, in the forms that people and programs write.

use crate::cursor::{Cursor, ANY};
use crate::iso::two;

/// The zones that RFC 5322 gives a meaning; every other name is in use for more than one.
const ZONES: [(&[u8], i32); 8] = [
    (b"est", 5),
    (b"edt", 4),
    (b"cst", 6),
    (b"cdt", 5),
    (b"mst", 7),
    (b"mdt", 6),
    (b"pst", 8),
    (b"pdt", 7),
];

#[derive(Clone, Copy)]
enum Zone {
    None,
    Utc,
    Offset { sign: u8, hour: i32, minute: i32 },
}

pub struct Clock<'t> {
    hour: i32,
    minute: i32,
    second: i32,
    /// The digits behind the second.
    fraction: &'t [u8],
    zone: Zone,
}

impl<'t> Clock<'t> {
    /// Reads a time with its zone. `compact`: `hhmm` and `hhmmss` are times as well.
    pub fn read(cursor: &mut Cursor<'t>, compact: bool) -> Option<Clock<'t>> {
        let mut clock = Clock { hour: 0, minute: 0, second: 0, fraction: &[], zone: Zone::None };
        let run = cursor.run();
        if compact && (run == 4 || run == 6) {
            clock.hour = cursor.number(2);
            clock.minute = cursor.number(2);
            if run == 6 {
                clock.second = cursor.number(2);
                clock.read_fraction(cursor);
            }
        } else {
            clock.hour = cursor.number(ANY);
            if cursor.digits > 2 || !cursor.take(b':') {
                return None;
            }
            clock.minute = cursor.number(ANY);
            if cursor.digits > 2 {
                return None;
            }
            if cursor.take(b':') {
                clock.second = cursor.number(ANY);
                if cursor.digits > 2 {
                    return None;
                }
                clock.read_fraction(cursor);
            }
        }
        if clock.hour < 0 || clock.minute < 0 || clock.second < 0 {
            return None;
        }
        cursor.blanks();
        let good = clock.read_half(cursor)
            && clock.hour <= 23
            && clock.minute <= 59
            && clock.second <= 60
            && clock.read_zone(cursor);
        if good {
            Some(clock)
        } else {
            None
        }
    }

    /// Behind a point, or behind a comma as ISO 8601 has it first.
    fn read_fraction(&mut self, cursor: &mut Cursor<'t>) {
        let c = cursor.peek(0);
        if c == b'.' || (c == b',' && cursor.peek(1).is_ascii_digit()) {
            cursor.at += 1;
            self.fraction = &cursor.rest()[..cursor.run()];
            cursor.at += self.fraction.len();
        }
    }

    /// `am`, `PM`, `p.m.` or nothing.
    fn read_half(&mut self, cursor: &mut Cursor<'t>) -> bool {
        let half = cursor.peek(0) | 0x20;
        if half != b'a' && half != b'p' {
            return true;
        }
        let dotted = (cursor.peek(1) == b'.') as usize;
        if cursor.peek(1 + dotted) | 0x20 != b'm' {
            return true;
        }
        if self.hour < 1 || self.hour > 12 {
            return false;
        }
        self.hour = self.hour % 12 + if half == b'p' { 12 } else { 0 };
        cursor.at += 2 + dotted;
        if dotted > 0 {
            cursor.take(b'.');
        }
        cursor.blanks();
        true
    }

    /// `Z`, `UTC`, `GMT`, `EST`, `+h`, `+hh`, `+h:mm`, `+hh:mm`, `+hhmm`, `GMT+hhmm`, with a name behind it, or nothing.
    fn read_zone(&mut self, cursor: &mut Cursor<'t>) -> bool {
        if !self.read_zone_name(cursor) {
            return false;
        }
        let sign = cursor.peek(0);
        if sign != b'+' && sign != b'-' {
            if !matches!(self.zone, Zone::None) {
                skip_note(cursor);
            }
            return true;
        }
        if matches!(self.zone, Zone::Offset { .. }) {
            return false;
        }
        cursor.at += 1;
        let first = cursor.number(4);
        let (hour, minute) = if cursor.digits == 4 {
            (first / 100, first % 100)
        } else {
            if first < 0 || cursor.digits > 2 {
                return false;
            }
            let colon = cursor.take(b':');
            let minute = if colon { cursor.number(2) } else { 0 };
            if colon && cursor.digits != 2 {
                return false;
            }
            (first, minute)
        };
        self.zone = Zone::Offset { sign, hour, minute };
        if hour > 14 || minute > 59 {
            return false;
        }
        skip_note(cursor);
        true
    }

    fn read_zone_name(&mut self, cursor: &mut Cursor<'t>) -> bool {
        let length = cursor.letters();
        if length == 0 {
            return true;
        }
        let names: [&[u8]; 4] = [b"z", b"ut", b"utc", b"gmt"];
        if names.iter().any(|name| name.len() == length && cursor.reads(name)) {
            self.zone = Zone::Utc;
        }
        if let Some((_, hour)) = ZONES.iter().find(|(name, _)| length == 3 && cursor.reads(name)) {
            self.zone = Zone::Offset { sign: b'-', hour: *hour, minute: 0 };
        }
        cursor.at += length;
        !matches!(self.zone, Zone::None)
    }

    /// Appends `Thh:mm:ss`, the fraction as it was written, and the zone if it was named.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(b'T');
        two(out, self.hour);
        out.push(b':');
        two(out, self.minute);
        out.push(b':');
        two(out, self.second);
        if !self.fraction.is_empty() {
            out.push(b'.');
            out.extend_from_slice(self.fraction);
        }
        match self.zone {
            Zone::None => {}
            Zone::Utc => out.push(b'Z'),
            Zone::Offset { sign, hour, minute } => {
                out.push(sign);
                two(out, hour);
                out.push(b':');
                two(out, minute);
            }
        }
    }
}

/// The name of a zone whose offset is known: ` CET`, ` (Central European Time)`, `[Europe/Paris]`.
fn skip_note(cursor: &mut Cursor<'_>) {
    let before = cursor.at;
    if cursor.take(b'[') {
        if skip_to(cursor, b']') {
            return;
        }
        cursor.at = before;
    }
    if !cursor.blanks() {
        return;
    }
    if cursor.take(b'(') {
        if skip_to(cursor, b')') {
            return;
        }
    } else if (2..=5).contains(&cursor.letters()) {
        cursor.at += cursor.letters();
        return;
    }
    cursor.at = before;
}

/// Moves behind the next such character; whether there is one.
fn skip_to(cursor: &mut Cursor<'_>, c: u8) -> bool {
    while !cursor.is_at_end() && cursor.peek(0) != c {
        cursor.at += 1;
    }
    cursor.take(c)
}
