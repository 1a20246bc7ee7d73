//! The records of an input: NDJSON, or any sequence of JSON values with white space between them.

use crate::error::Error;
use crate::field_path::FieldPath;
use crate::json::scan::Scanner;
use crate::json::text::unescape;
use crate::json::{Json, Member};

/// Goes through the records of one input. Each is checked when it is reached, and stays where it is.
pub struct Records<'i> {
    scanner: Scanner<'i>,
    at: usize,
    number: usize,
    fields: Fields,
    /// A record that stood on several lines, on one of its own.
    single: Vec<u8>,
}

/// One record with its members, which are looked up without reading it again.
#[derive(Clone, Copy)]
pub struct Record<'r> {
    json: Json<'r>,
    /// What the members' places count from.
    text: &'r [u8],
    fields: &'r Fields,
}

/// Where the members of a record are.
#[derive(Default)]
struct Fields {
    entries: Vec<Entry>,
    /// Keys that had escapes, decoded.
    decoded: Vec<u8>,
    is_object: bool,
}

#[derive(Clone, Copy)]
struct Entry {
    /// With its quotes.
    key: (usize, usize),
    value: (usize, usize),
    /// The key's characters, in the record's text or among the decoded ones.
    name: (usize, usize),
    is_decoded: bool,
}

impl<'i> Records<'i> {
    pub fn new(input: &'i [u8]) -> Self {
        let scanner = Scanner::new(input);
        Records { scanner, at: 0, number: 0, fields: Fields::default(), single: Vec::new() }
    }

    /// The next record; none at the end. An error names the record that is not JSON, and the byte of it.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Record<'_>>, Error> {
        let start = self.scanner.space(self.at);
        if start >= self.scanner.text.len() {
            self.at = start;
            return Ok(None);
        }
        self.number += 1;
        self.scanner.line_feed = false;
        let end = match self.fields.read(&mut self.scanner, start) {
            Ok(end) => end,
            Err(at) => {
                return Err(Error::new(format!("record {} is not JSON (byte {} of it)", self.number, at - start)))
            }
        };
        self.at = end;
        let mut text = self.scanner.text;
        let mut json = Json::found(&text[start..end]);
        if self.scanner.line_feed {
            self.single.clear();
            json.write_compact(&mut self.single);
            text = &self.single;
            json = Json::found(text);
            // The same value again, so it is JSON.
            let _ = self.fields.read(&mut Scanner::new(text), 0);
        }
        Ok(Some(Record { json, text, fields: &self.fields }))
    }

    /// The number of the record that `next` gave, from 1.
    pub fn number(&self) -> usize {
        self.number
    }
}

impl Fields {
    /// Reads one value with its members.
    fn read(&mut self, scanner: &mut Scanner<'_>, start: usize) -> Result<usize, usize> {
        self.entries.clear();
        self.decoded.clear();
        self.is_object = scanner.at(start) == b'{';
        if !self.is_object {
            return scanner.value(start);
        }
        let mut p = scanner.space(start + 1);
        if scanner.at(p) == b'}' {
            return Ok(p + 1);
        }
        loop {
            p = scanner.space(p);
            if scanner.at(p) != b'"' {
                return Err(p);
            }
            let key = p;
            let key_end = scanner.string(p + 1)?;
            let is_decoded = scanner.escaped;
            p = scanner.space(key_end);
            if scanner.at(p) != b':' {
                return Err(p);
            }
            let value = scanner.space(p + 1);
            p = match scanner.at(value) {
                b'"' => scanner.string(value + 1)?,
                b'{' | b'[' => scanner.value(value)?,
                _ if value >= scanner.text.len() => return Err(scanner.text.len()),
                _ => scanner.scalar(value)?,
            };
            let mut name = (key + 1, key_end - 1);
            if is_decoded {
                let from = self.decoded.len();
                unescape(&scanner.text[name.0..name.1], &mut self.decoded);
                name = (from, self.decoded.len());
            }
            self.entries.push(Entry { key: (key, key_end), value: (value, p), name, is_decoded });
            p = scanner.space(p);
            match scanner.at(p) {
                b'}' => return Ok(p + 1),
                b',' => p += 1,
                _ => return Err(p),
            }
        }
    }

    #[inline(always)]
    fn name<'f>(&'f self, text: &'f [u8], entry: &Entry) -> &'f [u8] {
        &(if entry.is_decoded { &self.decoded } else { text })[entry.name.0..entry.name.1]
    }
}

impl<'r> Record<'r> {
    /// The whole record.
    pub fn json(&self) -> Json<'r> {
        self.json
    }

    /// Whether it is an object; other values have no fields.
    pub fn is_object(&self) -> bool {
        self.fields.is_object
    }

    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.fields.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A field by its place.
    pub fn member(&self, index: usize) -> Option<Member<'r>> {
        self.fields.entries.get(index).map(|entry| self.member_of(entry))
    }

    fn member_of(&self, entry: &Entry) -> Member<'r> {
        Member { key: Json::found(&self.text[entry.key.0..entry.key.1]), value: self.value_of(entry) }
    }

    #[inline]
    fn value_of(&self, entry: &Entry) -> Json<'r> {
        Json::found(&self.text[entry.value.0..entry.value.1])
    }

    /// The characters of a field's key, in UTF-8.
    pub fn name(&self, index: usize) -> Option<&'r [u8]> {
        self.fields.entries.get(index).map(|entry| self.fields.name(self.text, entry))
    }

    pub fn members(&self) -> impl Iterator<Item = Member<'r>> + '_ {
        self.fields.entries.iter().map(move |entry| self.member_of(entry))
    }

    /// The place of a field; the last one where its name stands there twice, as in JavaScript.
    #[inline]
    pub fn index_of(&self, name: &[u8]) -> Option<usize> {
        self.fields.entries.iter().rposition(|entry| {
            entry.name.1 - entry.name.0 == name.len() && self.fields.name(self.text, entry) == name
        })
    }

    /// A field by its whole name.
    pub fn get(&self, name: &str) -> Option<Json<'r>> {
        self.index_of(name.as_bytes()).map(|index| self.value_of(&self.fields.entries[index]))
    }

    /// A field by its whole name, else by its dotted path.
    #[inline]
    pub fn find(&self, path: &FieldPath) -> Option<Json<'r>> {
        if let Some(index) = self.index_of(path.name()) {
            return Some(self.value_of(&self.fields.entries[index]));
        }
        let (first, below) = path.steps().split_first()?;
        let root = self.index_of(first)?;
        below.iter().try_fold(self.value_of(&self.fields.entries[root]), |json, key| json.get_bytes(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &str) -> Result<Vec<String>, Error> {
        let mut records = Records::new(input.as_bytes());
        let mut found = Vec::new();
        while let Some(record) = records.next()? {
            found.push(String::from_utf8_lossy(record.json().raw()).into_owned());
        }
        Ok(found)
    }

    #[test]
    fn goes_through_lines_and_through_values_over_several_lines() {
        assert_eq!(all("{\"a\":1}\n\n 2 \"x\"\n{\n\t\"b\": [1,\n2]\n}").unwrap(), ["{\"a\":1}", "2", "\"x\"", "{\"b\":[1,2]}"]);
        assert_eq!(all(" \n").unwrap(), [] as [&str; 0]);
    }

    #[test]
    fn names_the_record_that_is_not_json() {
        assert_eq!(all("{\"a\":2}\n{\"a\":}\n").unwrap_err().message(), "record 2 is not JSON (byte 5 of it)");
        assert_eq!(all("{\"a\"").unwrap_err().message(), "record 1 is not JSON (byte 4 of it)");
    }

    #[test]
    fn finds_fields_by_name_and_by_path() {
        let mut records = Records::new(b"{\"a\":{\"b\":1},\"a.c\":2,\"\\u0061b\":3,\"x\":1,\"x\":2}");
        let record = records.next().unwrap().unwrap();
        assert_eq!(record.get("ab").unwrap().as_i64(), Some(3));
        assert_eq!(record.get("x").unwrap().as_i64(), Some(2));
        let find = |path: &str| record.find(&FieldPath::new(path)).and_then(|json| json.as_i64());
        assert_eq!((find("a.b"), find("a.c"), find("a.d"), find("nothing"), find("x.y")), (Some(1), Some(2), None, None, None));
        assert_eq!((record.len(), record.member(1).unwrap().name().into_owned()), (5, "a.c".to_string()));
    }

    #[test]
    fn gives_other_values_no_fields() {
        let mut records = Records::new(b"[{\"a\":1}]");
        let record = records.next().unwrap().unwrap();
        assert!(!record.is_object() && record.is_empty() && record.get("a").is_none());
    }
}
