//! Rows as most files have them, from bytes to JSON in one pass. Whatever is not plain (a row of more or fewer fields, text
//! behind a closing quote, bytes that are no UTF-8, a row that the window cuts off) is left to `reader`, which says the same
//! of plain rows.

use crate::blocks::{Block, PADDING, SIZE};
use crate::columns::{Column, FieldWriter, AUTO, BOOLEAN, CODES, NUMBER, STRING};
use crate::input::Input;
use crate::row::{Dialect, Field, DOUBLED, QUOTED};
use crate::settings::Settings;
use crate::text::{Copied, TextCopier};

/// Room that a row is given at first, and most of what it is given, bytes.
const ROOM: usize = 4096;
const MOST_ROOM: usize = 262_144;

#[derive(PartialEq, Eq)]
pub enum Stop {
    /// As many rows or bytes as were asked for.
    Full,
    /// The next row is not plain.
    NotPlain,
}

/// What `run` did.
pub struct Done {
    /// Where the next row begins.
    pub next: usize,
    pub rows: usize,
    pub lines: u64,
    pub stop: Stop,
}

/// Why a row was not written.
enum Left {
    NotPlain,
    NoRoom,
}

struct FastColumn {
    /// Where its label begins in `labels`, and how long it is.
    label: usize,
    length: usize,
    kind: u8,
}

/// What is known before the first row.
#[derive(Default)]
pub struct FastRows {
    columns: Vec<FastColumn>,
    /// `"name":"` of each, with the brace or comma before it, filled up to whole blocks.
    labels: Vec<u8>,
    longest_label: usize,
    delimiter: u8,
    /// None: no quoting.
    quote: Option<u8>,
    skips_blank: bool,
    has_point: bool,
    infer_quoted: bool,
}

impl FastRows {
    /// To be called anew when a column changes its type.
    pub fn prepare(&mut self, settings: &Settings, dialect: &Dialect, columns: &[Column]) {
        self.columns.clear();
        self.labels.clear();
        self.longest_label = 0;
        for Column { label, kind, .. } in columns {
            self.columns.push(FastColumn { label: self.labels.len(), length: label.len(), kind: *kind });
            self.labels.extend_from_slice(label);
            self.labels.push(b'"');
            self.labels.resize((self.labels.len() + SIZE - 1) / SIZE * SIZE, 0);
            self.longest_label = self.longest_label.max(label.len() + SIZE);
        }
        // What the two mean together, only `reader` knows.
        if dialect.quote == dialect.delimiter || dialect.quote == b' ' {
            self.columns.clear();
        }
        self.delimiter = dialect.delimiter;
        self.quote = if dialect.quote == 0 { None } else { Some(dialect.quote) };
        self.skips_blank = settings.skip_blank && columns.len() == 1;
        self.has_point = settings.decimal == b'.';
        self.infer_quoted = settings.infer_quoted;
    }

    pub fn is_usable(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Appends plain rows, until there are so many of them, or `out` is so long, or the next one is not plain.
    pub fn run(
        &self,
        input: &Input,
        settings: &Settings,
        writer: &mut FieldWriter,
        out: &mut Vec<u8>,
        (most_rows, most_bytes): (usize, usize),
    ) -> Done {
        let mut done = Done { next: input.next(), rows: 0, lines: 0, stop: Stop::Full };
        let text = TextCopier { delimiter: self.delimiter, escapes: settings.escapes, latin1: writer.latin1 };
        let mut room = ROOM;
        while done.rows < most_rows && out.len() < most_bytes {
            if out.capacity() - out.len() < room + self.longest_label {
                out.reserve(room + self.longest_label);
            }
            let (length, repaired) = (out.len(), writer.repaired);
            let row = Row { fast: self, text, settings, window: input.window(), start: done.next };
            // `Input` keeps line feeds behind its window, and the buffer has the room.
            match unsafe { row.write(writer, out) } {
                Ok((next, lines)) => {
                    done.next = next;
                    done.lines += lines;
                    done.rows += 1;
                }
                Err(left) => {
                    out.truncate(length);
                    writer.repaired = repaired;
                    room *= 2;
                    if matches!(left, Left::NotPlain) || room > MOST_ROOM {
                        done.stop = Stop::NotPlain;
                        break;
                    }
                }
            }
        }
        done
    }
}

struct Row<'a> {
    fast: &'a FastRows,
    text: TextCopier,
    settings: &'a Settings,
    window: &'a [u8],
    start: usize,
}

/// What a field without quotes is by its first block.
#[derive(PartialEq, Eq)]
enum Plan {
    Text,
    /// As it stands.
    Raw,
    /// What needs a closer look.
    Look,
}

impl Row<'_> {
    /// Appends the row. Gives where the next one begins, and its line feeds. Whatever it has appended when it fails is
    /// none of the row's.
    ///
    /// # Safety
    /// `PADDING` line feeds are readable behind the window; `out` has room for a label and `PADDING`.
    #[inline(always)]
    unsafe fn write(&self, writer: &mut FieldWriter, out: &mut Vec<u8>) -> Result<(usize, u64), Left> {
        let FastRows { delimiter, quote, ref columns, ref labels, longest_label, .. } = *self.fast;
        let begin = self.window.as_ptr();
        let end = begin.add(self.window.len());
        let start = begin.add(self.start);
        if start >= end {
            return Err(Left::NotPlain);
        }
        let delimiters = Block::splat(delimiter);
        let feeds = Block::splat(b'\n');
        let returns = Block::splat(b'\r');
        let quotes = Block::splat(b'"');
        let backslashes = Block::splat(b'\\');
        let reserved = longest_label + PADDING;
        let mut limit = out.as_mut_ptr().add(out.capacity() - reserved);
        let mut o = out.as_mut_ptr().add(out.len());
        let mut p = start;
        let mut lines = 1;
        let last = columns.len() - 1;
        for (index, column) in columns.iter().enumerate() {
            if o > limit {
                return Err(Left::NoRoom);
            }
            let label = labels.as_ptr().add(column.label);
            Block::load(label).store(o);
            let mut copied = SIZE;
            while copied <= column.length {
                Block::load(label.add(copied)).store(o.add(copied));
                copied += SIZE;
            }
            o = o.add(column.length);

            let c = *p;
            let (mut from, mut to, mut flags) = (p, p, 0);
            let mut looks = false;
            if Some(c) == quote {
                let copied = self.text.copy(p.add(1), o.add(1), limit, end, Some(c))?;
                lines += copied.lines;
                looks = match column.kind {
                    STRING => false,
                    NUMBER | BOOLEAN => true,
                    _ => self.fast.infer_quoted,
                };
                from = p.add(1);
                to = copied.p;
                flags = QUOTED | if copied.doubled { DOUBLED } else { 0 };
                p = copied.p.add(1);
                if !looks {
                    *copied.o = b'"';
                    o = copied.o.add(1);
                }
            } else {
                let block = Block::load(p);
                let stops = block.is(delimiters).or(block.is(feeds)).or(block.is(returns)).mask();
                let n = (stops | 1 << SIZE).trailing_zeros() as usize;
                if n == 0 {
                    if self.fast.skips_blank {
                        return Err(Left::NotPlain);
                    }
                    (o as *mut [u8; 4]).write_unaligned(*b"null");
                    o = o.add(4);
                } else {
                    if c == b' ' && quote.is_some() && Some(*first_after_spaces(p)) == quote {
                        return Err(Left::NotPlain);
                    }
                    let plan = match column.kind {
                        STRING => Plan::Text,
                        NUMBER | BOOLEAN => Plan::Look,
                        kind => self.plan(p, c, block, n, kind)?,
                    };
                    if plan == Plan::Raw {
                        block.store(o);
                        o = o.add(n);
                        p = p.add(n);
                    } else if plan == Plan::Text {
                        let special = block.is_control_or_wide().or(block.is(quotes)).or(block.is(backslashes)).mask();
                        if n < SIZE && special & ((1 << n) - 1) == 0 {
                            block.store(o.add(1));
                            p = p.add(n);
                            o = o.add(n + 2);
                        } else {
                            let copied = self.text.copy(p, o.add(1), limit, end, None)?;
                            p = copied.p;
                            o = copied.o.add(1);
                        }
                        *o.sub(1) = b'"';
                    } else {
                        to = self.text.stop_of(p);
                        p = to;
                        looks = true;
                    }
                }
            }
            if looks {
                if to > end {
                    return Err(Left::NotPlain);
                }
                out.set_len(o.offset_from(out.as_ptr()) as usize);
                let at = |p: *const u8| p.offset_from(begin) as usize;
                let repaired = writer.repaired;
                writer.write(out, self.window, Field { start: at(from), end: at(to), flags }, column.kind);
                if (writer.wrote_code && column.kind == AUTO)
                    || (writer.repaired != repaired && !self.settings.replace_invalid)
                {
                    return Err(Left::NotPlain);
                }
                if out.capacity() - out.len() < reserved {
                    out.reserve(reserved + ROOM);
                }
                limit = out.as_mut_ptr().add(out.capacity() - reserved);
                o = out.as_mut_ptr().add(out.len());
            }
            if index < last {
                if *p != delimiter {
                    return Err(Left::NotPlain);
                }
                p = p.add(1);
            }
        }
        let stop = p;
        if stop >= end || stop.offset_from(start) as usize > self.settings.max_record_bytes {
            return Err(Left::NotPlain);
        }
        p = p.add(1);
        match *stop {
            b'\n' => {}
            b'\r' if p >= end => return Err(Left::NotPlain),
            b'\r' => p = p.add((*p == b'\n') as usize),
            _ => return Err(Left::NotPlain),
        }
        (o as *mut [u8; 2]).write_unaligned(*b"}\n");
        out.set_len(o.add(2).offset_from(out.as_ptr()) as usize);
        Ok((p.offset_from(begin) as usize, lines))
    }

    /// What an inferred field is that begins with `c` and of which the block holds `n` bytes, `SIZE`: or more.
    #[inline(always)]
    unsafe fn plan(&self, p: *const u8, c: u8, block: Block, n: usize, kind: u8) -> Result<Plan, Left> {
        if !self.fast.has_point && (c.is_ascii_digit() || matches!(c, b'-' | b',')) {
            return Ok(Plan::Look);
        }
        if !c.is_ascii_digit() && c != b'-' {
            let may_be_word = (n == 4 || n == 5) && matches!(c | 0x20, b't' | b'f');
            return Ok(if may_be_word || (c == b'.' && n > 1) { Plan::Look } else { Plan::Text });
        }
        // The delimiter may be one.
        let digits = block.is_digit().mask() & ((1 << n) - 1);
        let sign = (c == b'-') as usize;
        let run = (!(digits >> sign)).trailing_zeros() as usize;
        let whole = sign + run;
        if whole == SIZE {
            return Ok(Plan::Look);
        }
        let is_padded = run > 1 && *p.add(sign) == b'0';
        if whole == n {
            return match kind {
                _ if run == 0 => Ok(Plan::Text),
                // A code: the reader makes the whole column text.
                AUTO if is_padded => Err(Left::NotPlain),
                CODES => Ok(Plan::Text),
                _ if is_padded => Ok(Plan::Text),
                _ => Ok(Plan::Raw),
            };
        }
        let next = *p.add(whole);
        if next == b'.' && run > 0 && n < SIZE {
            let fraction = (!(digits >> (whole + 1))).trailing_zeros() as usize;
            let behind = whole + 1 + fraction;
            if behind == n {
                return Ok(if fraction > 0 && !is_padded { Plan::Raw } else { Plan::Text });
            }
            return Ok(if *p.add(behind) | 0x20 == b'e' { Plan::Look } else { Plan::Text });
        }
        Ok(if next == b'.' || next | 0x20 == b'e' { Plan::Look } else { Plan::Text })
    }
}

#[inline(always)]
unsafe fn first_after_spaces(mut p: *const u8) -> *const u8 {
    while *p == b' ' {
        p = p.add(1);
    }
    p
}

impl From<Copied> for Left {
    fn from(copied: Copied) -> Self {
        match copied {
            Copied::NoRoom => Left::NoRoom,
            Copied::NotPlain => Left::NotPlain,
        }
    }
}
