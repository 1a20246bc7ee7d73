//! JSON strings to bytes and back. Inside a plugin, text is UTF-8; a lone surrogate (which JSON can escape and UTF-8
//! cannot hold) is kept as its three generalised bytes and escaped again when it is written.

use super::scan::plain_until;

fn hex4(text: &[u8]) -> u32 {
    text[..4].iter().fold(0, |value, c| value << 4 | (*c as char).to_digit(16).unwrap_or(0))
}

/// Appends one code point as UTF-8, a surrogate as well.
pub fn push_code_point(out: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(letter) => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        None => {
            let bytes = [0xe0 | (code >> 12), 0x80 | (code >> 6 & 0x3f), 0x80 | (code & 0x3f)];
            out.extend(bytes.iter().map(|byte| *byte as u8));
        }
    }
}

/// Appends what the inside of a validated JSON string stands for.
pub fn unescape(inside: &[u8], out: &mut Vec<u8>) {
    let mut p = 0;
    while p < inside.len() {
        let plain = inside[p..].iter().position(|c| *c == b'\\').map_or(inside.len(), |length| p + length);
        out.extend_from_slice(&inside[p..plain]);
        p = plain;
        if p == inside.len() {
            return;
        }
        let kind = inside[p + 1];
        if kind != b'u' {
            out.push(match kind {
                b'b' => 0x08,
                b'f' => 0x0c,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                other => other,
            });
            p += 2;
            continue;
        }
        let mut code = hex4(&inside[p + 2..]);
        p += 6;
        if code & 0xfc00 == 0xd800 && p + 6 <= inside.len() && inside[p] == b'\\' && inside[p + 1] == b'u' {
            let low = hex4(&inside[p + 2..]);
            if low & 0xfc00 == 0xdc00 {
                code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
                p += 6;
            }
        }
        push_code_point(out, code);
    }
}

/// Decoded text as a string, with U+FFFD for each lone surrogate.
pub fn to_string(mut bytes: Vec<u8>) -> String {
    for at in 0..bytes.len().saturating_sub(2) {
        if bytes[at] == SURROGATE && bytes[at + 1] >= 0xa0 {
            bytes[at..at + 3].copy_from_slice("\u{fffd}".as_bytes());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn push_unicode_escape(out: &mut Vec<u8>, code: u32) {
    let digit = |shift: u32| b"0123456789abcdef"[(code >> shift & 15) as usize];
    out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}

/// With this byte the bytes of a lone surrogate begin, and those of many Korean syllables.
const SURROGATE: u8 = 0xed;

/// Appends text as the inside of a JSON string.
pub fn write_escaped(text: &[u8], out: &mut Vec<u8>) {
    let mut p = 0;
    while p < text.len() {
        let special = plain_until(text, p);
        let plain = text[p..special].iter().position(|c| *c == SURROGATE).map_or(special, |length| p + length);
        out.extend_from_slice(&text[p..plain]);
        p = plain;
        if p == text.len() {
            return;
        }
        let c = text[p];
        if c == SURROGATE {
            if p + 2 < text.len() && text[p + 1] >= 0xa0 {
                push_unicode_escape(out, 0xd000 | (text[p + 1] as u32 & 0x3f) << 6 | (text[p + 2] as u32 & 0x3f));
                p += 3;
            } else {
                out.push(c);
                p += 1;
            }
            continue;
        }
        match c {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', c]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            other => push_unicode_escape(out, other as u32),
        }
        p += 1;
    }
}

/// Appends text as a JSON string.
pub fn write_string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    write_escaped(text, out);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(inside: &str) -> Vec<u8> {
        let mut out = Vec::new();
        unescape(inside.as_bytes(), &mut out);
        out
    }

    fn written(text: &[u8]) -> String {
        let mut out = Vec::new();
        write_string(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn decodes_every_escape() {
        assert_eq!(decoded(r#"a\"\\\/\b\f\n\r\t\u0041\u00e9"#), "a\"\\/\u{8}\u{c}\n\r\tAé".as_bytes());
        assert_eq!(decoded(r"\ud83d\ude00"), "😀".as_bytes());
    }

    #[test]
    fn keeps_a_lone_surrogate_and_writes_it_again() {
        assert_eq!(written(&decoded(r"a\ud83db")), r#""a\ud83db""#);
        assert_eq!(written(&decoded(r"\ude00\ud83d")), r#""\ude00\ud83d""#);
        assert_eq!(written("한국".as_bytes()), "\"한국\"");
    }

    #[test]
    fn escapes_what_has_to_be() {
        assert_eq!(written(b"\"\\\n\r\t\x08\x0c\x01\x7f/"), "\"\\\"\\\\\\n\\r\\t\\b\\f\\u0001\u{7f}/\"");
    }
}
