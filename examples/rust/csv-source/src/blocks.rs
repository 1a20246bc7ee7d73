//! Sixteen bytes at a time. A mask has one bit for each byte, the lowest for the first.

/// Bytes that may be read behind the end of a window, and written behind what is needed of a buffer.
pub const PADDING: usize = 64;

pub const SIZE: usize = 16;

#[cfg(target_arch = "wasm32")]
mod lanes {
    use std::arch::wasm32::*;

    /// Sixteen bytes, or sixteen answers of yes (all bits) and no.
    #[derive(Clone, Copy)]
    pub struct Block(v128);

    impl Block {
        /// # Safety
        /// Sixteen bytes must be readable there.
        #[inline(always)]
        pub unsafe fn load(from: *const u8) -> Self {
            Block(v128_load(from as *const v128))
        }

        /// # Safety
        /// Sixteen bytes must be writable there.
        #[inline(always)]
        pub unsafe fn store(self, to: *mut u8) {
            v128_store(to as *mut v128, self.0)
        }

        #[inline(always)]
        pub fn splat(byte: u8) -> Self {
            Block(u8x16_splat(byte))
        }

        #[inline(always)]
        pub fn is(self, other: Block) -> Self {
            Block(u8x16_eq(self.0, other.0))
        }

        /// Whether each is a control character, or no ASCII.
        #[inline(always)]
        pub fn is_control_or_wide(self) -> Self {
            Block(i8x16_lt(self.0, i8x16_splat(0x20)))
        }

        #[inline(always)]
        pub fn is_digit(self) -> Self {
            Block(u8x16_lt(u8x16_sub(self.0, u8x16_splat(b'0')), u8x16_splat(10)))
        }

        #[inline(always)]
        pub fn or(self, other: Block) -> Self {
            Block(v128_or(self.0, other.0))
        }

        #[inline(always)]
        pub fn mask(self) -> u32 {
            u8x16_bitmask(self.0) as u32
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod lanes {
    /// The same for the unit tests, which run outside of WebAssembly.
    #[derive(Clone, Copy)]
    pub struct Block([u8; 16]);

    impl Block {
        pub unsafe fn load(from: *const u8) -> Self {
            Block((from as *const [u8; 16]).read_unaligned())
        }

        pub unsafe fn store(self, to: *mut u8) {
            (to as *mut [u8; 16]).write_unaligned(self.0)
        }

        pub fn splat(byte: u8) -> Self {
            Block([byte; 16])
        }

        fn map(self, answer: impl Fn(usize, u8) -> bool) -> Self {
            let mut lanes = self.0;
            lanes.iter_mut().enumerate().for_each(|(at, lane)| *lane = if answer(at, *lane) { 0xff } else { 0 });
            Block(lanes)
        }

        pub fn is(self, other: Block) -> Self {
            self.map(|at, byte| byte == other.0[at])
        }

        pub fn is_control_or_wide(self) -> Self {
            self.map(|_, byte| !(0x20..0x80).contains(&byte))
        }

        pub fn is_digit(self) -> Self {
            self.map(|_, byte| byte.is_ascii_digit())
        }

        pub fn or(self, other: Block) -> Self {
            self.map(|at, byte| (byte | other.0[at]) & 0x80 != 0)
        }

        pub fn mask(self) -> u32 {
            self.0.iter().enumerate().fold(0, |mask, (at, byte)| mask | ((byte >> 7) as u32) << at)
        }
    }
}

pub use lanes::Block;

/// The first of three bytes from `p` on, or the end.
#[inline]
pub fn find_any(text: &[u8], mut p: usize, wanted: [u8; 3]) -> usize {
    let [a, b, c] = wanted;
    let (first, second, third) = (Block::splat(a), Block::splat(b), Block::splat(c));
    while p + SIZE <= text.len() {
        // Those bytes are there.
        let block = unsafe { Block::load(text.as_ptr().add(p)) };
        let mask = block.is(first).or(block.is(second)).or(block.is(third)).mask();
        if mask != 0 {
            return p + mask.trailing_zeros() as usize;
        }
        p += SIZE;
    }
    while p < text.len() && !wanted.contains(&text[p]) {
        p += 1;
    }
    p
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_of_three_wherever_it_is() {
        for length in 0..60 {
            for at in 0..=length {
                let mut text = vec![b'x'; length];
                if at < length {
                    text[at] = b';';
                    text[length - 1] = b';';
                }
                assert_eq!(find_any(&text, 0, [b',', b';', b'\n']), at.min(length));
                assert_eq!(find_any(&text, at, [b';', b',', b'\n']), at.min(length));
            }
        }
    }
}
