//! A validating tokenizer for JSON (RFC 8259) over UTF-8 bytes. It finds where values end and builds nothing, so what a
//! plugin leaves alone is copied through as it stands. Functions answer the position behind what they read, or the first
//! byte that did not fit.

/// Containers inside containers that are followed.
pub const MAX_DEPTH: usize = 10_000;

pub type Scanned = Result<usize, usize>;

pub struct Scanner<'t> {
    pub text: &'t [u8],
    /// White space between tokens held a line feed.
    pub line_feed: bool,
    /// The string that was read last holds a backslash.
    pub escaped: bool,
    /// The most containers that were open at once, empty ones not counted.
    pub deepest: usize,
    /// What closes each container that is open.
    closers: Vec<u8>,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t [u8]) -> Self {
        Scanner { text, line_feed: false, escaped: false, deepest: 0, closers: Vec::new() }
    }

    /// The byte at a position; 0, which fits nowhere, behind the end.
    #[inline(always)]
    pub fn at(&self, p: usize) -> u8 {
        if p < self.text.len() {
            self.text[p]
        } else {
            0
        }
    }

    #[inline(always)]
    pub fn space(&mut self, mut p: usize) -> usize {
        while p < self.text.len() {
            match self.text[p] {
                b'\n' => self.line_feed = true,
                b' ' | b'\r' | b'\t' => {}
                _ => break,
            }
            p += 1;
        }
        p
    }

    /// `p` follows the opening quote.
    #[inline]
    pub fn string(&mut self, mut p: usize) -> Scanned {
        self.escaped = false;
        loop {
            p = plain_until(self.text, p);
            if p >= self.text.len() {
                return Err(self.text.len());
            }
            match self.text[p] {
                b'"' => return Ok(p + 1),
                b'\\' => {
                    self.escaped = true;
                    p = self.escape(p + 1)?;
                }
                _ => return Err(p),
            }
        }
    }

    fn escape(&self, p: usize) -> Scanned {
        if p >= self.text.len() {
            return Err(self.text.len());
        }
        match self.text[p] {
            b'u' => {
                for at in p + 1..p + 5 {
                    if at >= self.text.len() {
                        return Err(self.text.len());
                    }
                    if !self.text[at].is_ascii_hexdigit() {
                        return Err(at);
                    }
                }
                Ok(p + 5)
            }
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(p + 1),
            _ => Err(p),
        }
    }

    /// A number or a word. Something must stand there.
    #[inline]
    pub fn scalar(&self, p: usize) -> Scanned {
        let word: &[u8] = match self.text[p] {
            b't' => b"true",
            b'f' => b"false",
            b'n' => b"null",
            _ => return number(self.text, p),
        };
        if self.text[p..].starts_with(word) {
            Ok(p + word.len())
        } else {
            Err(p)
        }
    }

    /// From white space before a key to behind its colon.
    fn key(&mut self, p: usize) -> Scanned {
        let p = self.space(p);
        if self.at(p) != b'"' {
            return Err(p);
        }
        let p = self.string(p + 1)?;
        let p = self.space(p);
        if self.at(p) != b':' {
            return Err(p);
        }
        Ok(p + 1)
    }

    /// One value with white space before it.
    pub fn value(&mut self, mut p: usize) -> Scanned {
        self.closers.clear();
        loop {
            p = self.space(p);
            if p >= self.text.len() {
                return Err(self.text.len());
            }
            let c = self.text[p];
            if c == b'"' {
                p = self.string(p + 1)?;
            } else if c == b'{' || c == b'[' {
                let closer = c + 2;
                p = self.space(p + 1);
                if self.at(p) == closer {
                    p += 1;
                } else {
                    if self.closers.len() == MAX_DEPTH {
                        return Err(p);
                    }
                    self.closers.push(closer);
                    self.deepest = self.deepest.max(self.closers.len());
                    if c == b'{' {
                        p = self.key(p)?;
                    }
                    continue;
                }
            } else {
                p = self.scalar(p)?;
            }
            loop {
                let closer = match self.closers.last() {
                    None => return Ok(p),
                    Some(closer) => *closer,
                };
                p = self.space(p);
                if p >= self.text.len() {
                    return Err(self.text.len());
                }
                let next = self.text[p];
                if next == closer {
                    self.closers.pop();
                    p += 1;
                } else if next == b',' {
                    p += 1;
                    if closer == b'}' {
                        p = self.key(p)?;
                    }
                    break;
                } else {
                    return Err(p);
                }
            }
        }
    }
}

fn is_special(c: u8) -> bool {
    c < 0x20 || c == b'"' || c == b'\\'
}

/// The first quote, backslash or control character from `p` on; the end where there is none.
#[inline(always)]
pub fn plain_until(text: &[u8], mut p: usize) -> usize {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    while p + 16 <= text.len() {
        let bits = special_bits(&text[p..]);
        if bits != 0 {
            return p + bits.trailing_zeros() as usize;
        }
        p += 16;
    }
    while p + 8 <= text.len() {
        let mut eight = [0u8; 8];
        eight.copy_from_slice(&text[p..p + 8]);
        let w = u64::from_le_bytes(eight);
        let ones = 0x0101_0101_0101_0101u64;
        let (q, b) = (w ^ (ones * 0x22), w ^ (ones * 0x5c));
        // The lowest marked byte is one of the three for certain; those above it may be marked in error.
        let marks = ((q.wrapping_sub(ones) & !q)
            | (b.wrapping_sub(ones) & !b)
            | (w.wrapping_sub(ones * 0x20) & !w))
            & (ones * 0x80);
        if marks != 0 {
            return p + (marks.trailing_zeros() >> 3) as usize;
        }
        p += 8;
    }
    while p < text.len() && !is_special(text[p]) {
        p += 1;
    }
    p
}

/// A bit for each of the first sixteen bytes that does not stand for itself in a string. There must be sixteen.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub fn special_bits(text: &[u8]) -> u16 {
    use core::arch::wasm32::*;
    assert!(text.len() >= 16);
    // Sixteen bytes are there, and a load need not be aligned.
    let bytes = unsafe { v128_load(text.as_ptr() as *const v128) };
    let quotes = u8x16_eq(bytes, u8x16_splat(b'"'));
    let backslashes = u8x16_eq(bytes, u8x16_splat(b'\\'));
    u8x16_bitmask(v128_or(v128_or(quotes, backslashes), u8x16_lt(bytes, u8x16_splat(0x20))))
}

fn digits(text: &[u8], start: usize) -> Scanned {
    let mut p = start;
    while p < text.len() && text[p].is_ascii_digit() {
        p += 1;
    }
    if p == start {
        Err(p)
    } else {
        Ok(p)
    }
}

/// A number by the grammar of JSON.
pub fn number(text: &[u8], mut p: usize) -> Scanned {
    let at = |p: usize| text.get(p).copied().unwrap_or(0);
    if at(p) == b'-' {
        p += 1;
    }
    p = if at(p) == b'0' { p + 1 } else { digits(text, p)? };
    if at(p) == b'.' {
        p = digits(text, p + 1)?;
    }
    if at(p) | 0x20 == b'e' {
        p += 1;
        if at(p) == b'+' || at(p) == b'-' {
            p += 1;
        }
        return digits(text, p);
    }
    Ok(p)
}

/// Whether some text is exactly one JSON number.
pub fn is_number(text: &[u8]) -> bool {
    number(text, 0) == Ok(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> Scanned {
        Scanner::new(text.as_bytes()).value(0)
    }

    #[test]
    fn finds_the_end_of_every_kind_of_value() {
        for text in ["1", "-0.5e+3", "true", "false", "null", "\"a\\u00e9\\n\"", "[]", "{}", "[1,[2,{\"a\":{}}]]", " {\"a\" : [ 1 , 2 ] } "] {
            assert_eq!(scan(text), Ok(text.trim_end().len()), "{}", text);
        }
    }

    #[test]
    fn names_the_first_byte_that_does_not_fit() {
        let wrong = [("", 0), ("{\"a\":}", 5), ("[1,]", 3), ("{\"a\" 1}", 5), ("\"a", 2), ("\"\\x\"", 2), ("\"\\u12g4\"", 5), ("-", 1), ("1.", 2), ("1e", 2), ("tru", 0), ("[1 2]", 3), ("\"\u{1}\"", 1), ("{1:2}", 1)];
        for (text, at) in wrong {
            assert_eq!(scan(text), Err(at), "{}", text);
        }
    }

    #[test]
    fn takes_so_many_containers_and_no_more() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(scan(&nested(MAX_DEPTH)).is_ok());
        assert!(scan(&nested(MAX_DEPTH + 1)).is_err());
    }

    #[test]
    fn finds_a_special_byte_wherever_it_stands() {
        for length in 0..40 {
            for at in 0..length {
                for special in [b'"', b'\\', 0x1f, 0] {
                    let mut text = vec![0xe9; length];
                    text[at] = special;
                    assert_eq!(plain_until(&text, 0), at);
                }
            }
            assert_eq!(plain_until(&vec![0x20; length], 0), length);
        }
    }
}
