//! Upper and lower case of UTF-8 text as Unicode has them, without regard to a language: ß becomes SS, Σ at the end of a
//! word ς. The tables are the SDK's own, so that a plugin says the same whatever compiler built it.

use crate::json::text::push_code_point;
use crate::letter_tables::{LONG_UPPER, LOWER_RUNS, UPPER_RUNS};

const CAPITAL_SIGMA: u32 = 0x3a3;
const SMALL_SIGMA: u32 = 0x3c3;
const FINAL_SIGMA: u32 = 0x3c2;
const DOTTED_I: u32 = 0x130;

/// The character at the beginning of some bytes, and how many it has.
fn decode(text: &[u8]) -> (u32, usize) {
    let c = u32::from(text[0]);
    let width = match c {
        0..=0xbf => return (c, 1),
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    let width = width.min(text.len());
    let code = text[1..width].iter().fold(c & (0x7f >> width), |code, byte| code << 6 | u32::from(*byte & 0x3f));
    (code, width)
}

/// The character that a character becomes by a table; itself where it is not in it.
fn look(table: &[(i32, i32)], c: u32) -> u32 {
    let after = table.partition_point(|(run, _)| (*run as u32 >> 8) <= c);
    if after == 0 {
        return c;
    }
    let (run, delta) = table[after - 1];
    let (start, count, step) = (run as u32 >> 8, run as u32 >> 1 & 0x7f, (run as u32 & 1) + 1);
    let away = c - start;
    if away <= (count - 1) * step && away % step == 0 {
        c.wrapping_add(delta as u32)
    } else {
        c
    }
}

/// The two or three characters that a character becomes in upper case; none for most.
fn long_upper(c: u32) -> Option<&'static [u16; 4]> {
    LONG_UPPER.binary_search_by_key(&c, |entry| u32::from(entry[0])).ok().map(|index| &LONG_UPPER[index])
}

/// Gives each character that one becomes in upper case.
fn each_upper(c: u32, mut give: impl FnMut(u32)) {
    let single = look(UPPER_RUNS, c);
    match long_upper(c) {
        Some(entry) if single == c => entry[1..].iter().filter(|code| **code != 0).for_each(|code| give((*code).into())),
        _ => give(single),
    }
}

/// Appends the ASCII characters that come next, as `change` makes them; how many they are.
fn ascii_run(text: &[u8], change: fn(&u8) -> u8, out: &mut Vec<u8>) -> usize {
    let count = text.iter().position(|c| *c >= 0x80).unwrap_or(text.len());
    out.extend(text[..count].iter().map(change));
    count
}

/// Goes through a text: runs of ASCII by `change`, other characters by `give` with where they begin and end.
fn walk(text: &[u8], change: fn(&u8) -> u8, out: &mut Vec<u8>, mut give: impl FnMut(u32, usize, usize, &mut Vec<u8>)) {
    let mut p = 0;
    while p < text.len() {
        if text[p] < 0x80 {
            p += ascii_run(&text[p..], change, out);
            continue;
        }
        let (code, width) = decode(&text[p..]);
        give(code, p, p + width, out);
        p += width;
    }
}

/// Appends text in upper case.
pub fn write_upper(text: &[u8], out: &mut Vec<u8>) {
    walk(text, u8::to_ascii_uppercase, out, |code, _, _, out| each_upper(code, |upper| push_code_point(out, upper)));
}

/// Appends text in lower case.
pub fn write_lower(text: &[u8], out: &mut Vec<u8>) {
    walk(text, u8::to_ascii_lowercase, out, |code, start, end, out| {
        if code == CAPITAL_SIGMA {
            let is_final = is_cased_before(&text[..start]) && !is_cased_after(&text[end..]);
            push_code_point(out, if is_final { FINAL_SIGMA } else { SMALL_SIGMA });
        } else if code == DOTTED_I {
            push_code_point(out, 0x69);
            push_code_point(out, 0x307);
        } else {
            push_code_point(out, look(LOWER_RUNS, code));
        }
    });
}

/// Appends text in a form in which texts are equal that differ in case alone: `Straße` and `STRASSE`.
pub fn write_folded(text: &[u8], out: &mut Vec<u8>) {
    walk(text, u8::to_ascii_lowercase, out, |code, _, _, out| {
        each_upper(code, |upper| {
            let lower = look(LOWER_RUNS, upper);
            push_code_point(out, if (0x41..0x5b).contains(&lower) { lower ^ 0x20 } else { lower })
        })
    });
}

fn is_cased(c: u32) -> bool {
    if c < 0x80 {
        return (c as u8).is_ascii_alphabetic();
    }
    c != look(LOWER_RUNS, c) || c != look(UPPER_RUNS, c) || long_upper(c).is_some()
}

/// Marks that belong to the letter before them, and signs that stand inside words.
fn is_passed_over(c: u32) -> bool {
    matches!(c, 0x300..=0x36f | 0x27 | 0x2e | 0x3a | 0xad | 0xb7 | 0x2019)
}

fn is_cased_before(mut text: &[u8]) -> bool {
    while !text.is_empty() {
        let start = text.iter().rposition(|byte| byte & 0xc0 != 0x80).unwrap_or(0);
        let (code, _) = decode(&text[start..]);
        if !is_passed_over(code) {
            return is_cased(code);
        }
        text = &text[..start];
    }
    false
}

fn is_cased_after(mut text: &[u8]) -> bool {
    while !text.is_empty() {
        let (code, width) = decode(text);
        if !is_passed_over(code) {
            return is_cased(code);
        }
        text = &text[width..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(write: fn(&[u8], &mut Vec<u8>), text: &str) -> String {
        let mut out = Vec::new();
        write(text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn follows_unicode() {
        assert_eq!(made(write_upper, "straße ﬁn ŉ żółw"), "STRASSE FIN ʼN ŻÓŁW");
        assert_eq!(made(write_lower, "ΌΔΟΣ Σ ΣΑ İSTANBUL ŻÓŁW"), "όδος σ σα i̇stanbul żółw");
        assert_eq!(made(write_folded, "Straße STRASSE"), "strasse strasse");
    }

    #[test]
    fn says_what_the_standard_library_says_of_what_both_know() {
        // Which of the two has the newer Unicode depends on the compiler: what changed since is told by neither alone.
        let differ = |write: fn(&[u8], &mut Vec<u8>), std: fn(&str) -> String| {
            let all = (0x80..=0x2fff).chain(0x10400..0x10500).filter_map(char::from_u32).map(String::from);
            all.filter(|c| std(c) != *c && made(write, c) != std(c)).collect::<String>()
        };
        assert_eq!(differ(write_upper, str::to_uppercase), "");
        assert_eq!(differ(write_lower, str::to_lowercase), "");
    }
}
