//! What a call answers: records, written as JSON.

use crate::json::{write_integer, write_number, write_string, Json};

/// Room for the length that stands in front of a result.
const PREFIX: usize = 4;

/// Writes the records that a call answers. Commas and line feeds are put where they belong; `key` inside an object and
/// `end_record` between records are the caller's.
pub struct Output {
    /// The prefix, then the content.
    bytes: Vec<u8>,
    /// Where the record begins that is being written.
    record: usize,
    needs_comma: bool,
}

impl Output {
    pub fn new() -> Self {
        Output { bytes: vec![0; PREFIX], record: PREFIX, needs_comma: false }
    }

    /// Forgets the content and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.bytes.resize(PREFIX, 0);
        self.record = PREFIX;
        self.needs_comma = false;
    }

    /// The bytes written so far.
    pub fn content(&self) -> &[u8] {
        &self.bytes[PREFIX..]
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.len() == PREFIX
    }

    /// The result as the host reads it: four bytes of length, then the content.
    pub(crate) fn result(&mut self) -> &[u8] {
        let length = (self.bytes.len() - PREFIX) as u32;
        self.bytes[..PREFIX].copy_from_slice(&length.to_le_bytes());
        &self.bytes
    }

    /// The bytes themselves, to append JSON that is made by hand: whole records, or within one what belongs there.
    #[inline]
    pub fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    #[inline]
    fn value(&mut self) -> &mut Vec<u8> {
        if self.needs_comma {
            self.bytes.push(b',');
        }
        self.needs_comma = true;
        &mut self.bytes
    }

    /// Ends a record, if anything was written since the one before.
    pub fn end_record(&mut self) {
        if self.bytes.len() > self.record {
            self.bytes.push(b'\n');
        }
        self.record = self.bytes.len();
        self.needs_comma = false;
    }

    pub fn begin_object(&mut self) -> &mut Self {
        self.value().push(b'{');
        self.needs_comma = false;
        self
    }

    /// The key of the value that is written next.
    pub fn key(&mut self, name: &str) -> &mut Self {
        write_string(name.as_bytes(), self.value());
        self.bytes.push(b':');
        self.needs_comma = false;
        self
    }

    pub fn end_object(&mut self) -> &mut Self {
        self.bytes.push(b'}');
        self.needs_comma = true;
        self
    }

    pub fn begin_array(&mut self) -> &mut Self {
        self.value().push(b'[');
        self.needs_comma = false;
        self
    }

    pub fn end_array(&mut self) -> &mut Self {
        self.bytes.push(b']');
        self.needs_comma = true;
        self
    }

    /// A value of the input, as it stands there.
    pub fn json(&mut self, json: Json<'_>) -> &mut Self {
        self.value().extend_from_slice(json.raw());
        self
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.text_bytes(text.as_bytes())
    }

    /// The same, from UTF-8 bytes.
    pub fn text_bytes(&mut self, text: &[u8]) -> &mut Self {
        write_string(text, self.value());
        self
    }

    /// In the fewest digits, as JavaScript writes it; null where it is not finite.
    pub fn number(&mut self, number: f64) -> &mut Self {
        write_number(number, self.value());
        self
    }

    pub fn integer(&mut self, number: i64) -> &mut Self {
        write_integer(number, self.value());
        self
    }

    pub fn boolean(&mut self, value: bool) -> &mut Self {
        self.value().extend_from_slice(if value { b"true" } else { b"false" });
        self
    }

    pub fn null(&mut self) -> &mut Self {
        self.value().extend_from_slice(b"null");
        self
    }
}

impl Default for Output {
    fn default() -> Self {
        Output::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_commas_and_line_feeds_where_they_belong() {
        let mut out = Output::new();
        out.begin_object().key("a\"").integer(1).key("b").begin_array().null().boolean(true).begin_object().end_object();
        out.end_array().key("c").text("x\n").end_object();
        out.end_record();
        out.end_record();
        out.json(Json::parse(b" [1.50] ").unwrap());
        out.end_record();
        out.number(0.5);
        let text = "{\"a\\\"\":1,\"b\":[null,true,{}],\"c\":\"x\\n\"}\n[1.50]\n0.5";
        assert_eq!(out.content(), text.as_bytes());
        assert_eq!(out.result()[..4], (text.len() as u32).to_le_bytes());
        out.clear();
        assert!(out.is_empty());
    }
}
