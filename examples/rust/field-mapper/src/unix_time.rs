use crate::iso::{two, write_date};

/// Appends the ISO form of a Unix time: ms, or s where the number is too small for a date after 1973 in ms.
pub fn write_iso_time(value: f64, out: &mut Vec<u8>) -> bool {
    let ms = if value.abs() < 1e11 { value * 1000.0 } else { value };
    if !(-62_167_219_200_000.0..=253_402_300_799_999.0).contains(&ms) {
        return false;
    }
    let total = ms.floor() as i64;
    let (days, rest) = (total.div_euclid(86_400_000), total.rem_euclid(86_400_000));
    // Days since 1970 to a date of the Gregorian calendar, by eras of 400 years that begin in March.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    write_date(out, year as i32, month as i32, day as i32);
    let second = (rest / 1000) as i32;
    out.push(b'T');
    two(out, second / 3600);
    out.push(b':');
    two(out, (second / 60) % 60);
    out.push(b':');
    two(out, second % 60);
    let milli = (rest % 1000) as i32;
    if milli > 0 {
        out.push(b'.');
        out.push(b'0' + (milli / 100) as u8);
        two(out, milli % 100);
    }
    out.push(b'Z');
    true
}
