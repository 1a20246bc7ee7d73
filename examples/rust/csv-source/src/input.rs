//! The file as a window of bytes that moves forward, one read of the host at a time.

use dataflare::host::{self, HostError};
use dataflare::json::write_string;

use crate::blocks::PADDING;

const CHUNK: usize = 1_048_576;
const MOST: usize = 8_388_608;

#[derive(Default)]
pub struct Input {
    pub path: String,
    /// Set when the host has no more.
    pub ended: bool,
    /// Of a failed read.
    failed: Option<HostError>,
    /// Line feeds stand behind its bytes, which blocks are read from.
    window: Vec<u8>,
    /// Bytes in front that were taken.
    used: usize,
    /// Where the window ends in the file.
    offset: u64,
}

impl Input {
    /// From `offset` on.
    pub fn at(path: &str, offset: u64) -> Self {
        Input { path: path.to_string(), offset, ..Input::default() }
    }

    /// The bytes that were read, of which `next` is the first that nobody took.
    #[inline]
    pub fn window(&self) -> &[u8] {
        &self.window
    }

    #[inline]
    pub fn next(&self) -> usize {
        self.used
    }

    /// Bytes that are there and that nobody took.
    pub fn pending(&self) -> usize {
        self.window.len() - self.used
    }

    #[inline]
    pub fn take(&mut self, up_to: usize) {
        self.used = up_to;
    }

    /// Whether the file could not be opened for want of a permission, which may be given later.
    pub fn is_denied(&self) -> bool {
        self.failed == Some(HostError::NotPermitted) && self.offset == 0
    }

    /// Where a byte of the window stands in the file, from 0.
    pub fn offset_of(&self, byte: usize) -> u64 {
        self.offset - (self.window.len() - byte) as u64
    }

    /// Gets more behind what is pending; the bytes move. False after a failed read.
    pub fn more(&mut self) -> bool {
        let pending = self.pending();
        self.window.copy_within(self.used.., 0);
        self.window.truncate(pending);
        self.used = 0;
        // As much again as is pending: a record of any length is looked at a bounded number of times.
        let most = CHUNK.max(pending).min(MOST);
        let answer = match host::read_file(&self.path, self.offset, most as u32) {
            Ok(answer) => answer,
            Err(error) => {
                self.failed = Some(error);
                return false;
            }
        };
        self.failed = None;
        let length = answer.len();
        self.ended |= length == 0;
        let needed = pending + length + PADDING;
        let room = self.window.capacity();
        if needed > room {
            // Doubling is a luxury: with large windows a quarter more must do, for the sake of small memory limits.
            let roomy = if room > 0x40_0000 { room + (room >> 2) } else { room * 2 };
            self.window.reserve_exact(needed.max(roomy) - pending);
        }
        self.window.extend_from_slice(&answer);
        drop(answer);
        self.window.resize(pending + length + PADDING, b'\n');
        self.window.truncate(pending + length);
        self.offset += length as u64;
        host::progress(self.offset, 0);
        true
    }

    /// What a failed read means, naming the file.
    pub fn problem(&self) -> String {
        self.failed.map_or_else(String::new, |error| unreadable(&self.path, error))
    }
}

/// That a file cannot be read, and why.
pub fn unreadable(path: &str, error: HostError) -> String {
    match error {
        HostError::NotPermitted => format!("cannot read {}: {}", path, how_to_allow(path)),
        HostError::NotFound => format!("cannot read {}: {}{}", path, error, where_relative(path)),
        HostError::Invalid => format!("cannot read {}: it is not a file", path),
        _ => format!("cannot read {}: {}", path, error),
    }
}

/// What a security policy has to say for a path, word for word.
fn how_to_allow(path: &str) -> String {
    let mut entry = Vec::new();
    write_string(format!("{}:ro", path).as_bytes(), &mut entry);
    format!(
        "not permitted; its security policy (the grant) needs \"allow_file_system\": true and \"allowed_paths\": [{}]{}",
        String::from_utf8_lossy(&entry),
        where_relative(path)
    )
}

/// Where a relative path begins, as the end of a sentence; empty for an absolute one.
fn where_relative(path: &str) -> &'static str {
    let mut letters = path.encode_utf16();
    let is_absolute = matches!(letters.next(), Some(0x2f | 0x5c | 0x7e));
    if is_absolute || letters.next() == Some(0x3a) {
        return "";
    }
    "; a relative path begins in the plugin's data folder, so name a file elsewhere by its whole path"
}
