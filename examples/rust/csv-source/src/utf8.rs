//! Bytes that are UTF-8, and what is made of those that are not.

/// Length of the valid UTF-8 character that a text begins with, 0 where it is not one.
#[inline]
pub fn character_length(text: &[u8]) -> usize {
    let tail = |at: usize| text.get(at).map_or(false, |c| c & 0xc0 == 0x80);
    let second = text.get(1).copied().unwrap_or(0);
    match text[0] {
        0..=0x7f => 1,
        0xc2..=0xdf if tail(1) => 2,
        0xe0 if second < 0xa0 => 0,
        0xed if second > 0x9f => 0,
        0xe0..=0xef if tail(1) && tail(2) => 3,
        0xf0 if second < 0x90 => 0,
        0xf4 if second > 0x8f => 0,
        0xf0..=0xf4 if tail(1) && tail(2) && tail(3) => 4,
        _ => 0,
    }
}

/// Where the first byte stands that is no UTF-8.
pub fn first_invalid(text: &[u8]) -> Option<usize> {
    std::str::from_utf8(text).err().map(|error| error.valid_up_to())
}

/// Appends text with U+FFFD for each byte that is no UTF-8.
pub fn write_repaired(mut text: &[u8], out: &mut Vec<u8>) {
    while !text.is_empty() {
        let length = character_length(text);
        if length == 0 {
            out.extend_from_slice("\u{fffd}".as_bytes());
        } else {
            out.extend_from_slice(&text[..length]);
        }
        text = &text[length.max(1)..];
    }
}

/// What windows-1252 has at 0x80 to 0x9f; where it has nothing, the control character of that number, as browsers do.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}',
    '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}',
    '\u{17e}', '\u{178}',
];

/// Appends windows-1252 text as UTF-8.
pub fn write_latin1(text: &[u8], out: &mut Vec<u8>) {
    for c in text {
        let letter = if (0x80..0xa0).contains(c) { WINDOWS_1252[(c - 0x80) as usize] } else { *c as char };
        out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// How far a file without a mark is looked at, bytes.
const LOOKED_AT: usize = 4096;

/// Whether the beginning of a file, of two bytes at least, is UTF-16 without a mark: its first character tells by a zero,
/// or zeros are frequent (delimiters and line ends have them in every language) and stand at even places, or at odd ones.
pub fn is_wide(text: &[u8]) -> bool {
    if text[0] == 0 || text[1] == 0 {
        return true;
    }
    let looked_at = &text[..text.len().min(LOOKED_AT)];
    let zeros = |first: usize| looked_at[first..].iter().step_by(2).filter(|c| **c == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    even.min(odd) * 8 <= even.max(odd) && even + odd >= 3 && (even + odd) * 32 >= looked_at.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard_library() {
        for first in 0..=255u8 {
            for second in [0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff] {
                for rest in [[0x80, 0x80], [0xbf, 0x41], [0x41, 0x80]] {
                    let text = [first, second, rest[0], rest[1]];
                    let expected = (1..=4).find(|n| std::str::from_utf8(&text[..*n]).is_ok()).unwrap_or(0);
                    assert_eq!(character_length(&text), expected, "{:?}", text);
                }
            }
        }
    }
}
