//! Numbers to JSON text and back.

use std::io::Write;

/// The largest up to which every whole number is an `f64` of its own.
const SAFE: f64 = 9_007_199_254_740_992.0;

/// The `f64` nearest to a number by the grammar of JSON, which the caller has checked. Infinite beyond 1.8e308.
pub fn parse_number(text: &[u8]) -> f64 {
    if let Some(value) = exactly(text) {
        return value;
    }
    std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}

/// A few digits and a small power of ten, both of which an `f64` holds exactly: what most numbers are.
fn exactly(text: &[u8]) -> Option<f64> {
    let negative = text.first() == Some(&b'-');
    let apart = take_apart(&text[negative as usize..])?;
    let size = apart.size()?;
    Some(if negative { -size } else { size })
}

/// The digits of a number as one whole number, and the power of ten that it is multiplied with.
pub struct Apart {
    pub units: u64,
    pub scale: i32,
}

/// Takes a number without its sign apart; none where it has more digits than an `f64` is sure to hold.
#[inline]
pub fn take_apart(text: &[u8]) -> Option<Apart> {
    let (mut units, mut scale, mut behind_point) = (0u64, 0i32, false);
    for (at, c) in text.iter().enumerate() {
        match c {
            b'0'..=b'9' => {
                units = units * 10 + u64::from(c - b'0');
                if units > SAFE as u64 {
                    return None;
                }
                scale -= behind_point as i32;
            }
            b'.' => behind_point = true,
            _ => {
                scale += exponent(&text[at + 1..]);
                break;
            }
        }
    }
    Some(Apart { units, scale })
}

fn exponent(text: &[u8]) -> i32 {
    let digits = text.iter().filter(|c| c.is_ascii_digit());
    let size = digits.fold(0i32, |value, c| (value * 10 + i32::from(c - b'0')).min(100_000));
    if text.first() == Some(&b'-') {
        -size
    } else {
        size
    }
}

impl Apart {
    /// The nearest `f64`, where two exact ones decide it.
    #[inline]
    pub fn size(&self) -> Option<f64> {
        const POWERS: [f64; 23] = [
            1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
            1e20, 1e21, 1e22,
        ];
        if self.units == 0 {
            return Some(0.0);
        }
        let power = POWERS.get(self.scale.unsigned_abs() as usize)?;
        Some(if self.scale < 0 { self.units as f64 / power } else { self.units as f64 * power })
    }
}

/// Appends a number as JavaScript writes it: the fewest digits that read back as the same. What JSON cannot hold becomes
/// null.
pub fn write_number(value: f64, out: &mut Vec<u8>) {
    if !value.is_finite() {
        out.extend_from_slice(b"null");
    } else if value.abs() < SAFE && value.trunc() == value {
        write_integer(value as i64, out);
    } else {
        // `d.ddde-7`: the fewest digits, whatever the size.
        let mut text = [0u8; 32];
        let mut rest = &mut text[..];
        // It fits: 17 digits, a sign, a point and an exponent are less.
        let _ = write!(rest, "{:e}", value.abs());
        let length = 32 - rest.len();
        let e = text[..length].iter().position(|c| *c == b'e').unwrap_or(length);
        let point = parse_number(&text[e + 1..length]) as i32 + 1;
        let mut digits = [0u8; 32];
        let mut count = 0;
        for c in text[..e].iter().filter(|c| **c != b'.') {
            digits[count] = *c;
            count += 1;
        }
        write_digits(&digits[..count], point, value < 0.0, out);
    }
}

/// Appends a number of which the digits (ASCII, the last one not 0) and the place of the point are known, in the layout
/// of JavaScript: with an exponent from 10²¹ on and below 10⁻⁶.
pub fn write_digits(digits: &[u8], point: i32, negative: bool, out: &mut Vec<u8>) {
    if negative {
        out.push(b'-');
    }
    let count = digits.len() as i32;
    if point > 21 || point <= -6 {
        out.push(digits[0]);
        if count > 1 {
            out.push(b'.');
            out.extend_from_slice(&digits[1..]);
        }
        out.extend_from_slice(if point > 0 { b"e+" } else { b"e-" });
        write_integer(i64::from((point - 1).abs()), out);
    } else if point <= 0 {
        out.extend_from_slice(b"0.");
        out.resize(out.len() + point.unsigned_abs() as usize, b'0');
        out.extend_from_slice(digits);
    } else if count > point {
        out.extend_from_slice(&digits[..point as usize]);
        out.push(b'.');
        out.extend_from_slice(&digits[point as usize..]);
    } else {
        out.extend_from_slice(digits);
        out.resize(out.len() + (point - count) as usize, b'0');
    }
}

pub fn write_integer(value: i64, out: &mut Vec<u8>) {
    let mut text = [0u8; 20];
    let mut at = text.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        text[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        at -= 1;
        text[at] = b'-';
    }
    out.extend_from_slice(&text[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: f64) -> String {
        let mut out = Vec::new();
        write_number(value, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn writes_numbers_as_javascript_does() {
        let cases = [
            (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (1e21, "1e+21"), (1e20, "100000000000000000000"),
            (123456789012345680000.0, "123456789012345680000"), (1e-6, "0.000001"), (1e-7, "1e-7"), (1.5e-9, "1.5e-9"),
            (5e-324, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"), (9007199254740993.0, "9007199254740992"),
            (f64::NAN, "null"), (f64::INFINITY, "null"), (4.35, "4.35"), (2e-5, "0.00002"),
        ];
        for (value, text) in cases {
            assert_eq!(written(value), text);
        }
    }

    #[test]
    fn reads_what_it_writes() {
        let mut bits = 0x9e37_79b9_7f4a_7c15u64;
        for _ in 0..20_000 {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            let value = f64::from_bits(bits);
            if value.is_finite() && value != 0.0 {
                assert_eq!(parse_number(written(value).as_bytes()), value);
            }
        }
    }

    #[test]
    fn reads_numbers_of_any_length() {
        for text in ["12345678901234567890123", "0.1e-5", "1e400", "-1e-400", "9007199254740993", "1E+3", "0.30000000000000004"] {
            assert_eq!(parse_number(text.as_bytes()), text.parse::<f64>().unwrap());
        }
    }

    #[test]
    fn writes_the_ends_of_the_range_of_integers() {
        let mut out = Vec::new();
        write_integer(i64::MIN, &mut out);
        out.push(b' ');
        write_integer(i64::MAX, &mut out);
        assert_eq!(out, format!("{} {}", i64::MIN, i64::MAX).into_bytes());
    }
}
