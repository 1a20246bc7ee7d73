//! Bytes that live as long as one record.

use std::cell::{Cell, RefCell};
use std::ptr;

const CHUNK: usize = 32_768;

/// Short-lived bytes that never move, all given back at once by `reset`, which nothing borrowed from it outlives.
pub struct Arena {
    /// From `Box::into_raw`, so that nothing but these pointers leads to what was handed out.
    chunks: RefCell<Vec<*mut [u8]>>,
    /// Bytes of the last chunk that were handed out.
    used: Cell<usize>,
    scratch: Cell<Vec<u8>>,
}

impl Arena {
    pub fn new() -> Self {
        Arena { chunks: RefCell::new(Vec::new()), used: Cell::new(CHUNK), scratch: Cell::new(Vec::new()) }
    }

    /// A copy of some bytes.
    pub fn keep(&self, bytes: &[u8]) -> &[u8] {
        let length = bytes.len();
        let mut chunks = self.chunks.borrow_mut();
        if length > CHUNK - self.used.get().min(CHUNK) {
            let room = vec![0u8; length.max(CHUNK)].into_boxed_slice();
            chunks.push(Box::into_raw(room));
            self.used.set(0);
        }
        let at = self.used.replace(self.used.get() + length);
        match chunks.last() {
            // Behind everything that was handed out of this chunk, and inside of it: nobody else reads or writes there,
            // and nobody writes there again before `reset`.
            Some(chunk) => unsafe {
                let place = (*chunk as *mut u8).add(at);
                ptr::copy_nonoverlapping(bytes.as_ptr(), place, length);
                std::slice::from_raw_parts(place, length)
            },
            None => &[],
        }
    }

    /// Bytes that a function appends to a buffer.
    pub fn make(&self, fill: impl FnOnce(&mut Vec<u8>)) -> &[u8] {
        let mut scratch = self.scratch.take();
        scratch.clear();
        fill(&mut scratch);
        let kept = self.keep(&scratch);
        self.scratch.set(scratch);
        kept
    }

    /// Gives everything back; one chunk stays for what comes next.
    pub fn reset(&mut self) {
        let chunks = self.chunks.get_mut();
        if let [chunk] = chunks[..] {
            // Its length is read, not what it holds.
            if unsafe { &*chunk }.len() == CHUNK {
                self.used.set(0);
                return;
            }
        }
        self.used.set(CHUNK);
        for chunk in chunks.drain(..) {
            // It came from a box, and nothing borrowed from it is left.
            drop(unsafe { Box::from_raw(chunk) });
        }
    }
}

impl Default for Arena {
    fn default() -> Self {
        Arena::new()
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        for chunk in self.chunks.get_mut().drain(..) {
            // As in `reset`.
            drop(unsafe { Box::from_raw(chunk) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_bytes_apart_until_it_is_reset() {
        let mut arena = Arena::new();
        for _ in 0..3 {
            let long = vec![7; CHUNK + 1];
            let kept: Vec<&[u8]> = (0..20_000u32).map(|n| arena.keep(&n.to_le_bytes())).collect();
            let large = arena.keep(&long);
            let nested = arena.make(|out| out.extend_from_slice(arena.make(|inner| inner.push(9))));
            assert_eq!((large, nested, arena.keep(b"")), (&long[..], &[9u8][..], &[][..]));
            for (n, bytes) in kept.iter().enumerate() {
                assert_eq!(*bytes, (n as u32).to_le_bytes());
            }
            arena.reset();
        }
    }
}
