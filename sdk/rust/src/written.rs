//! A number as its text says it: every digit counts, none is rounded. `1`, `1.0` and `10e-1` are the same number here, and
//! 9007199254740993 is another than 9007199254740992.

use std::cmp::Ordering;

/// Longer exponents are not computed with.
const MAX_EXPONENT_DIGITS: usize = 17;
const LARGEST_SAFE: u64 = 9_007_199_254_740_992;

#[derive(Clone, Copy)]
pub struct Written<'t> {
    text: &'t [u8],
    pub negative: bool,
    /// From the first digit that is not 0 on. A point may stand between the digits.
    first: &'t [u8],
    /// Digits from the first to the last that is not 0. None: the number is 0.
    pub count: usize,
    /// The number is 0.ddd · 10^point.
    pub point: i64,
    /// The exponent is too long to compute with: `point` is not it, and the text alone tells the number.
    pub is_boundless: bool,
}

impl<'t> Written<'t> {
    /// Takes a number by the grammar of JSON apart (which the caller has checked).
    pub fn read(text: &'t [u8]) -> Self {
        let negative = text.first() == Some(&b'-');
        let mut first = None;
        let (mut run, mut count, mut point, mut seen_point) = (0usize, 0usize, 0i64, false);
        let mut p = negative as usize;
        while p < text.len() {
            let c = text[p];
            p += 1;
            if c == b'.' {
                seen_point = true;
                continue;
            }
            if !c.is_ascii_digit() {
                p -= 1;
                break;
            }
            if c != b'0' {
                first = first.or(Some(p - 1));
                count = run + 1;
            }
            if first.is_some() {
                run += 1;
                point += !seen_point as i64;
            } else if seen_point {
                point -= 1;
            }
        }
        let mut is_boundless = false;
        if count == 0 {
            point = 0;
        } else if p < text.len() {
            let (exponent, is_long) = exponent(&text[p + 1..]);
            point += exponent;
            is_boundless = is_long;
        }
        Written { text, negative, first: &text[first.unwrap_or(text.len())..], count, point, is_boundless }
    }

    /// Whether it has no digits behind the point.
    pub fn is_whole(&self) -> bool {
        !self.is_boundless && self.point >= self.count as i64
    }

    /// The digits from the first to the last that is not 0, as ASCII, without a point.
    pub fn digits(&self) -> impl Iterator<Item = u8> + 't {
        self.first.iter().copied().filter(|c| *c != b'.').take(self.count)
    }

    /// Whether no other number that this is true of has the same nearest `f64`: those of up to 15 digits that are neither
    /// huge nor tiny, and whole ones up to 2⁵³.
    pub fn is_short(&self) -> bool {
        if self.count == 0 {
            return true;
        }
        if self.is_boundless {
            return false;
        }
        if self.count <= 15 && self.point >= -6 && self.point <= 15 {
            return true;
        }
        self.is_whole() && self.point <= 16 && self.whole_units() <= LARGEST_SAFE
    }

    fn whole_units(&self) -> u64 {
        let units = self.digits().fold(0u64, |value, c| value * 10 + u64::from(c - b'0'));
        units * 10u64.pow((self.point - self.count as i64) as u32)
    }

    fn sign(&self) -> i32 {
        match (self.count, self.negative) {
            (0, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        }
    }

    pub fn compare(&self, other: &Written<'_>) -> Ordering {
        let sign = self.sign();
        if sign != other.sign() || sign == 0 {
            return sign.cmp(&other.sign());
        }
        let size = self.compare_size(other);
        if sign < 0 {
            size.reverse()
        } else {
            size
        }
    }

    fn compare_size(&self, other: &Written<'_>) -> Ordering {
        let by_digits = self.point.cmp(&other.point).then_with(|| self.digits().cmp(other.digits()));
        if by_digits != Ordering::Equal || !self.is_boundless {
            return by_digits;
        }
        self.text.len().cmp(&other.text.len()).then_with(|| self.text.cmp(other.text))
    }
}

/// An exponent without its `e`, and whether it is too long to compute with.
fn exponent(text: &[u8]) -> (i64, bool) {
    let below = text.first() == Some(&b'-');
    let start = text.iter().position(|c| (b'1'..=b'9').contains(c)).unwrap_or(text.len());
    let digits = &text[start..];
    let is_long = digits.len() > MAX_EXPONENT_DIGITS;
    let size = if is_long {
        1_000_000_000_000_000_000
    } else {
        digits.iter().fold(0i64, |value, c| value * 10 + i64::from(c - b'0'))
    };
    (if below { -size } else { size }, is_long)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(a: &str, b: &str) -> Ordering {
        Written::read(a.as_bytes()).compare(&Written::read(b.as_bytes()))
    }

    #[test]
    fn compares_to_the_last_digit() {
        for (a, b) in [("1", "1.0"), ("1", "10e-1"), ("0", "-0.0e9"), ("100", "1E2"), ("-0.05", "-5e-2")] {
            assert_eq!(order(a, b), Ordering::Equal, "{} {}", a, b);
        }
        for (a, b) in [("9007199254740992", "9007199254740993"), ("-2", "-1"), ("-1", "0"), ("0.1", "0.10000000000000000001"), ("9", "10"), ("-1e999999999999999999999", "1"), ("1e99", "1e999999999999999999999"), ("99", "100.5")] {
            assert_eq!((order(a, b), order(b, a)), (Ordering::Less, Ordering::Greater), "{} {}", a, b);
        }
    }

    #[test]
    fn knows_which_numbers_an_f64_tells_apart() {
        let short = |text: &str| Written::read(text.as_bytes()).is_short();
        assert!(short("0") && short("-123456789012345") && short("9007199254740992") && short("0.000001"));
        assert!(!short("9007199254740993") && !short("0.1234567890123456") && !short("1e16") && !short("1e-9"));
    }
}
