use crate::blank;

/// A place in a text that is read from left to right.
pub struct Cursor<'t> {
    text: &'t [u8],
    pub at: usize,
    /// Digits of the number that was read last.
    pub digits: usize,
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t [u8]) -> Self {
        Cursor { text, at: 0, digits: 0 }
    }

    pub fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or(&[])
    }

    pub fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// 0 at the end.
    pub fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Moves over a character where it comes next.
    pub fn take(&mut self, c: u8) -> bool {
        let is_next = self.peek(0) == c;
        self.at += is_next as usize;
        is_next
    }

    /// How many digits follow.
    pub fn run(&self) -> usize {
        self.rest().iter().take_while(|c| c.is_ascii_digit()).count()
    }

    /// A number of at most `most` digits; -1 where there is none. Sets `digits`.
    pub fn number(&mut self, most: usize) -> i32 {
        let mut value = 0;
        self.digits = 0;
        while self.digits < most && self.peek(0).is_ascii_digit() {
            value = value * 10 + i32::from(self.peek(0) - b'0');
            self.at += 1;
            self.digits += 1;
        }
        if self.digits == 0 {
            -1
        } else {
            value
        }
    }

    pub fn blanks(&mut self) -> bool {
        let before = self.at;
        loop {
            match blank::at_start(self.rest()) {
                0 => return self.at > before,
                width => self.at += width,
            }
        }
    }

    /// How many letters A to Z follow.
    pub fn letters(&self) -> usize {
        self.rest().iter().take_while(|c| c.is_ascii_alphabetic()).count()
    }

    /// Whether the next letters are these, in either case. Moves over nothing.
    pub fn reads(&self, word: &[u8]) -> bool {
        word.iter().enumerate().all(|(ahead, c)| self.peek(ahead) | 0x20 == *c)
    }
}

/// A number of as many digits as an `i32` is sure to hold.
pub const ANY: usize = 9;
