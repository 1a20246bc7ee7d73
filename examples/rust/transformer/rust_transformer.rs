//! A transformer: letters in upper case, `\u0041` and other escapes as they are. Keys and texts alike.

#[path = "../dataflare.rs"]
mod dataflare;
use dataflare::*;

#[no_mangle]
pub extern "C" fn transform_data(input_ptr: *const u8, input_len: usize) -> i32 {
    let mut out = String::with_capacity(input_len);
    let mut in_text = false;
    let mut letters = text(input_ptr, input_len).chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                in_text = !in_text;
                out.push(letter);
            }
            '\\' => {
                out.push(letter);
                if let Some(escaped) = letters.next() {
                    out.push(escaped);
                    if escaped == 'u' {
                        out.extend(letters.by_ref().take(4));
                    }
                }
            }
            _ if in_text => out.extend(letter.to_uppercase()),
            _ => out.push(letter),
        }
    }
    answer(out.as_bytes())
}
