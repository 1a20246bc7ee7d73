//! Copies the text of a field into a JSON string, a block at a time.

use crate::blocks::{Block, SIZE};
use crate::utf8::{character_length, write_latin1};

/// Why a text was not copied.
pub enum Copied {
    NotPlain,
    NoRoom,
}

/// What was copied.
pub struct Text {
    /// The closing quote, or the delimiter or line end behind a text without quotes.
    pub p: *const u8,
    /// Behind what was written.
    pub o: *mut u8,
    /// Line feeds in it.
    pub lines: u64,
    /// Whether quotes stand there twice.
    pub doubled: bool,
}

#[derive(Clone, Copy)]
pub struct TextCopier {
    pub delimiter: u8,
    pub escapes: bool,
    pub latin1: bool,
}

impl TextCopier {
    /// Copies from `p` on to `o`, as the inside of a JSON string. `quote`: it ends at this one, else at a delimiter or line
    /// end.
    ///
    /// # Safety
    /// Line feeds must be readable behind `end`, and more than a block writable behind `limit`.
    #[inline]
    pub unsafe fn copy(
        &self,
        mut p: *const u8,
        mut o: *mut u8,
        limit: *mut u8,
        end: *const u8,
        quote: Option<u8>,
    ) -> Result<Text, Copied> {
        let mut lines = 0;
        let mut doubled = false;
        let stops = Block::splat(quote.unwrap_or(self.delimiter));
        let quotes = Block::splat(b'"');
        let backslashes = Block::splat(b'\\');
        loop {
            if o > limit {
                return Err(Copied::NoRoom);
            }
            let block = Block::load(p);
            let special = block.is(stops).or(block.is(quotes)).or(block.is(backslashes)).or(block.is_control_or_wide());
            let mask = special.mask();
            block.store(o);
            if mask == 0 {
                p = p.add(SIZE);
                o = o.add(SIZE);
                continue;
            }
            let plain = mask.trailing_zeros() as usize;
            p = p.add(plain);
            o = o.add(plain);
            let c = *p;
            match quote {
                Some(quote) if c == quote => {
                    if *p.add(1) != quote {
                        return Ok(Text { p, o, lines, doubled });
                    }
                    doubled = true;
                    p = p.add(1);
                }
                Some(_) if c == b'\n' => {
                    if p >= end {
                        return Err(Copied::NotPlain);
                    }
                    lines += 1;
                }
                Some(_) if c == b'\\' && self.escapes => return Err(Copied::NotPlain),
                Some(_) => {}
                None if c == self.delimiter || c == b'\n' || c == b'\r' => return Ok(Text { p, o, lines, doubled }),
                None => {}
            }
            if c >= 0x80 {
                let (behind, written) = self.copy_wide(p, o, limit, end)?;
                p = behind;
                o = written;
                continue;
            }
            p = p.add(1);
            o = escape(c, o);
        }
    }

    /// Copies characters that are no ASCII, as many as stand there one behind the other.
    unsafe fn copy_wide(
        &self,
        mut p: *const u8,
        mut o: *mut u8,
        limit: *mut u8,
        end: *const u8,
    ) -> Result<(*const u8, *mut u8), Copied> {
        let mut letter = Vec::new();
        while *p >= 0x80 {
            if o > limit {
                return Err(Copied::NoRoom);
            }
            if self.latin1 {
                letter.clear();
                write_latin1(&[*p], &mut letter);
                o.copy_from_nonoverlapping(letter.as_ptr(), letter.len());
                o = o.add(letter.len());
                p = p.add(1);
                continue;
            }
            let left = (end.offset_from(p) as usize).min(4);
            let length = character_length(std::slice::from_raw_parts(p, left));
            if length == 0 {
                return Err(Copied::NotPlain);
            }
            (o as *mut [u8; 4]).write_unaligned((p as *const [u8; 4]).read_unaligned());
            p = p.add(length);
            o = o.add(length);
        }
        Ok((p, o))
    }

    /// Where a field without quotes ends.
    ///
    /// # Safety
    /// A line feed must stand behind it, and a block be readable from there.
    pub unsafe fn stop_of(&self, mut p: *const u8) -> *const u8 {
        let (delimiters, feeds, returns) = (Block::splat(self.delimiter), Block::splat(b'\n'), Block::splat(b'\r'));
        loop {
            let block = Block::load(p);
            let mask = block.is(delimiters).or(block.is(feeds)).or(block.is(returns)).mask();
            if mask != 0 {
                return p.add(mask.trailing_zeros() as usize);
            }
            p = p.add(SIZE);
        }
    }
}

/// Writes an ASCII character as JSON has it in strings; gives what is behind it.
#[inline(always)]
unsafe fn escape(c: u8, o: *mut u8) -> *mut u8 {
    let short = match c {
        b'"' | b'\\' => c,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        0..=0x1f => {
            let digit = b"0123456789abcdef"[(c & 15) as usize];
            (o as *mut [u8; 6]).write_unaligned([b'\\', b'u', b'0', b'0', b'0' + (c >> 4), digit]);
            return o.add(6);
        }
        _ => {
            *o = c;
            return o.add(1);
        }
    };
    (o as *mut [u8; 2]).write_unaligned([b'\\', short]);
    o.add(2)
}
