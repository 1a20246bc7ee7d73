//! Rounding of numbers as they are written: 1.005 to two decimals is 1.01, though its nearest f64 is a little less.

use dataflare::json::write_digits;
use dataflare::{Arena, Number, Written};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To the nearest, halves away from zero.
    Nearest,
    Down,
    Up,
}

/// Rounds a number to `places` decimals, -20 to 20.
pub fn round_to<'a>(number: Number<'a>, places: i32, mode: Mode, arena: &'a Arena) -> Number<'a> {
    if !number.is_long() {
        let value = number.float();
        match mode {
            Mode::Down => return Number::computed(value.floor()),
            Mode::Up => return Number::computed(value.ceil()),
            Mode::Nearest => {
                if let Some(rounded) = round_fast(value, places) {
                    return Number::computed(rounded);
                }
            }
        }
    }
    let mut scratch = Vec::new();
    let written = number.take_written(&mut scratch);
    let keep = written.point.saturating_add(i64::from(places));
    // What has no decimals left to lose stays as it is.
    if keep >= written.count as i64 {
        return number;
    }
    let text = arena.make(|out| round_digits(&written, keep.max(-1) as i32, places, mode, out));
    if text.is_empty() {
        return Number::computed(0.0);
    }
    Number::written(text).simplified()
}

/// By f64, where its error cannot decide.
fn round_fast(value: f64, places: i32) -> Option<f64> {
    let power = (0..places.abs()).fold(1.0, |power: f64, _| power * 10.0);
    let size = if places < 0 { value.abs() / power } else { value.abs() * power };
    if !(size < 1e11) || (size - size.floor() - 0.5).abs() < 1e-3 {
        return None;
    }
    let rounded = (size + 0.5).floor();
    Some((if places < 0 { rounded * power } else { rounded / power }).copysign(value))
}

/// Appends what is left of a number, nothing for 0. `keep`: digits that are kept; -1: the first is not even next.
fn round_digits(written: &Written<'_>, keep: i32, places: i32, mode: Mode, out: &mut Vec<u8>) {
    // Room for a digit in front.
    let mut digits: Vec<u8> = std::iter::once(b'0').chain(written.digits()).collect();
    let up = match mode {
        Mode::Nearest => keep >= 0 && digits[1 + keep as usize] >= b'5',
        _ => (mode == Mode::Up) != written.negative,
    };
    let mut count = keep.max(0) as usize;
    let mut point = if keep < 0 { -places } else { written.point as i32 };
    let mut first = 1;
    if up {
        let mut at = count;
        while digits[at] == b'9' {
            digits[at] = b'0';
            at -= 1;
        }
        digits[at] += 1;
        if at == 0 {
            first = 0;
            count += 1;
            point += 1;
        }
    }
    while count > 0 && digits[first + count - 1] == b'0' {
        count -= 1;
    }
    if count > 0 {
        write_digits(&digits[first..first + count], point, written.negative, out);
    }
}
