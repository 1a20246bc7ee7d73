//! White space as Unicode has it, in UTF-8: what JavaScript's trim takes off.

/// Bytes of the blank character at the beginning; 0: it is another.
pub fn at_start(text: &[u8]) -> usize {
    match *text {
        [0x09..=0x0d | b' ', ..] => 1,
        [0xc2, 0xa0, ..] => 2,
        [a, b, c, ..] if is_wide(a, b, c) => 3,
        _ => 0,
    }
}

/// Bytes of the blank character at the end.
fn at_end(text: &[u8]) -> usize {
    match *text {
        [.., 0x09..=0x0d | b' '] => 1,
        [.., 0xc2, 0xa0] => 2,
        [.., a, b, c] if is_wide(a, b, c) => 3,
        _ => 0,
    }
}

/// U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF.
fn is_wide(a: u8, b: u8, c: u8) -> bool {
    matches!(
        [a, b, c],
        [0xe1, 0x9a, 0x80]
            | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf]
            | [0xe2, 0x81, 0x9f]
            | [0xe3, 0x80, 0x80]
            | [0xef, 0xbb, 0xbf]
    )
}

pub fn trim(mut text: &[u8]) -> &[u8] {
    // Most texts have none.
    if let ([0x21..=0x7f, ..], [.., 0x21..=0x7f]) = (text, text) {
        return text;
    }
    loop {
        match at_start(text) {
            0 => break,
            width => text = &text[width..],
        }
    }
    loop {
        match at_end(text) {
            0 => return text,
            width => text = &text[..text.len() - width],
        }
    }
}
