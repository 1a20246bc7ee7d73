/// Length in bytes of the UTF-8 character that begins with this byte.
fn width(c: u8) -> usize {
    match c {
        0..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

/// Whether a whole text matches a pattern: `*` is any number of characters, `?` is one, a backslash takes the next
/// character as it is. Linear in the text for each star: there is no pattern that makes it slow.
pub fn matches(text: &[u8], pattern: &[u8]) -> bool {
    let (mut t, mut p, mut retry) = (0, 0, 0);
    let mut star = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                p += 1;
                star = Some(p);
                retry = t;
                continue;
            }
            Some(b'?') => {
                t += width(text[t]);
                p += 1;
                continue;
            }
            Some(c) => {
                let quoted = (*c == b'\\' && p + 1 < pattern.len()) as usize;
                if pattern[p + quoted] == text[t] {
                    t += 1;
                    p += 1 + quoted;
                    continue;
                }
            }
            None => {}
        }
        match star {
            None => return false,
            Some(star) => {
                retry += width(text[retry]);
                t = retry;
                p = star;
            }
        }
    }
    pattern[p..].iter().all(|c| *c == b'*')
}
