//! JSON that is read where it stands.

use std::borrow::Cow;

pub(crate) mod number;
pub(crate) mod scan;
pub(crate) mod text;

use scan::{Scanned, Scanner};

pub use number::{parse_number, write_digits, write_integer, write_number};
pub use scan::is_number;
pub use text::{write_escaped, write_string};

/// One JSON value: bytes that were found to be JSON, borrowed from wherever they are. Copying it copies two words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Json<'t> {
    raw: &'t [u8],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

/// One member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member<'t> {
    /// The key as it stands, its quotes included.
    pub key: Json<'t>,
    pub value: Json<'t>,
}

impl<'t> Json<'t> {
    /// One JSON value with white space around it. None where it is something else.
    pub fn parse(text: &'t [u8]) -> Option<Self> {
        Self::parse_within(text, scan::MAX_DEPTH)
    }

    /// The same, with at most so many containers inside each other.
    pub(crate) fn parse_within(text: &'t [u8], most: usize) -> Option<Self> {
        let mut scanner = Scanner::new(text);
        let start = scanner.space(0);
        let end = scanner.value(start).ok()?;
        if scanner.space(end) != text.len() || scanner.deepest > most {
            return None;
        }
        Some(Json { raw: &text[start..end] })
    }

    /// Bytes that a scanner has found to be one value.
    #[inline]
    pub(crate) fn found(raw: &'t [u8]) -> Self {
        Json { raw }
    }

    /// The JSON text, white space around it left out.
    #[inline]
    pub fn raw(&self) -> &'t [u8] {
        self.raw
    }

    pub fn kind(&self) -> Kind {
        match self.raw[0] {
            b'n' => Kind::Null,
            b't' | b'f' => Kind::Boolean,
            b'"' => Kind::Text,
            b'[' => Kind::Array,
            b'{' => Kind::Object,
            _ => Kind::Number,
        }
    }

    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    pub fn as_bool(&self) -> Option<bool> {
        if self.kind() == Kind::Boolean {
            Some(self.raw[0] == b't')
        } else {
            None
        }
    }

    /// The nearest `f64` of a number; infinite beyond 1.8e308.
    pub fn as_f64(&self) -> Option<f64> {
        if self.kind() == Kind::Number {
            Some(parse_number(self.raw))
        } else {
            None
        }
    }

    /// A number written as a whole one, exactly. None where it is written in another way or does not fit.
    pub fn as_i64(&self) -> Option<i64> {
        std::str::from_utf8(self.raw).ok()?.parse().ok()
    }

    /// The characters of a text. Borrowed where no escape stands in it; half a surrogate pair becomes U+FFFD.
    pub fn as_str(&self) -> Option<Cow<'t, str>> {
        Some(match self.as_text()? {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(text::to_string(bytes)),
        })
    }

    /// The same as UTF-8 bytes, with half a surrogate pair as the three bytes that writing makes the same escape of.
    pub fn as_text(&self) -> Option<Cow<'t, [u8]>> {
        if self.kind() != Kind::Text {
            return None;
        }
        let inside = &self.raw[1..self.raw.len() - 1];
        if !inside.contains(&b'\\') {
            return Some(Cow::Borrowed(inside));
        }
        let mut bytes = Vec::with_capacity(inside.len());
        text::unescape(inside, &mut bytes);
        Some(Cow::Owned(bytes))
    }

    /// Whether it is a text of these characters.
    pub fn is_text(&self, text: &str) -> bool {
        self.as_text().map_or(false, |own| *own == *text.as_bytes())
    }

    /// A member of an object by its key; the last one where it stands there twice, as in JavaScript.
    pub fn get(&self, key: &str) -> Option<Json<'t>> {
        self.get_bytes(key.as_bytes())
    }

    pub(crate) fn get_bytes(&self, key: &[u8]) -> Option<Json<'t>> {
        self.members().filter(|member| member.is_named(key)).last().map(|member| member.value)
    }

    /// A member of a member, and so on.
    pub fn at(&self, path: &[&str]) -> Option<Json<'t>> {
        path.iter().try_fold(*self, |json, key| json.get(key))
    }

    /// The members of an object in their order; nothing for any other value.
    pub fn members(&self) -> Members<'t> {
        Members(Walk::into(self.raw, b'{'))
    }

    /// The items of an array in their order; nothing for any other value.
    pub fn items(&self) -> Items<'t> {
        Items(Walk::into(self.raw, b'['))
    }

    /// Appends it without the white space between its tokens.
    pub fn write_compact(&self, out: &mut Vec<u8>) {
        let mut scanner = Scanner::new(self.raw);
        let (mut p, mut plain) = (0, 0);
        while p < self.raw.len() {
            match self.raw[p] {
                b'"' => p = scanner.string(p + 1).unwrap_or(self.raw.len()),
                0..=b' ' => {
                    out.extend_from_slice(&self.raw[plain..p]);
                    p += 1;
                    plain = p;
                }
                _ => p += 1,
            }
        }
        out.extend_from_slice(&self.raw[plain..]);
    }
}

impl<'t> Member<'t> {
    /// Whether its key is this, in UTF-8.
    pub fn is_named(&self, name: &[u8]) -> bool {
        let inside = &self.key.raw[1..self.key.raw.len() - 1];
        // Decoding never makes a text longer.
        inside.len() >= name.len() && (inside == name || (inside.contains(&b'\\') && self.name_bytes() == name))
    }

    /// The key's characters.
    pub fn name(&self) -> Cow<'t, str> {
        self.key.as_str().unwrap_or(Cow::Borrowed(""))
    }

    /// The key's characters as UTF-8 bytes.
    pub fn name_bytes(&self) -> Cow<'t, [u8]> {
        self.key.as_text().unwrap_or(Cow::Borrowed(&[]))
    }
}

/// Walks over the parts of a validated container.
struct Walk<'t> {
    scanner: Scanner<'t>,
    /// The end of the text: there is nothing more.
    p: usize,
}

impl<'t> Walk<'t> {
    fn into(raw: &'t [u8], opener: u8) -> Self {
        let mut scanner = Scanner::new(raw);
        let p = if raw[0] == opener { scanner.space(1) } else { raw.len() };
        Walk { scanner, p }
    }

    fn is_over(&self) -> bool {
        matches!(self.scanner.at(self.p), 0 | b'}' | b']')
    }

    /// The value at `p`, and what follows it.
    fn value(&mut self) -> Scanned {
        let start = self.scanner.space(self.p);
        let end = self.scanner.value(start)?;
        let next = self.scanner.space(end);
        self.p = if self.scanner.at(next) == b',' { self.scanner.space(next + 1) } else { next };
        Ok(end)
    }
}

pub struct Members<'t>(Walk<'t>);

impl<'t> Iterator for Members<'t> {
    type Item = Member<'t>;

    fn next(&mut self) -> Option<Member<'t>> {
        if self.0.is_over() {
            return None;
        }
        let (text, start) = (self.0.scanner.text, self.0.p);
        let end = self.0.scanner.string(start + 1).ok()?;
        // A colon stands between.
        let colon = self.0.scanner.space(end);
        self.0.p = self.0.scanner.space(colon + 1);
        let value = self.0.p;
        let value_end = self.0.value().ok()?;
        Some(Member { key: Json::found(&text[start..end]), value: Json::found(&text[value..value_end]) })
    }
}

pub struct Items<'t>(Walk<'t>);

impl<'t> Iterator for Items<'t> {
    type Item = Json<'t>;

    fn next(&mut self) -> Option<Json<'t>> {
        if self.0.is_over() {
            return None;
        }
        let (text, start) = (self.0.scanner.text, self.0.p);
        let end = self.0.value().ok()?;
        Some(Json::found(&text[start..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json<'_> {
        Json::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn finds_members_and_items_where_they_stand() {
        let found = json(r#" { "a" : [ 1 , "two", null ] , "b\u0041" : {"c":true}, "a": 5 } "#);
        assert_eq!(found.kind(), Kind::Object);
        assert_eq!(found.get("a").unwrap().as_i64(), Some(5));
        assert_eq!(found.get("bA").unwrap().get("c").unwrap().as_bool(), Some(true));
        assert_eq!(found.at(&["bA", "c"]).unwrap().raw(), b"true");
        assert_eq!(found.at(&["bA", "d"]), None);
        let items: Vec<&[u8]> = found.members().next().unwrap().value.items().map(|item| item.raw()).collect();
        assert_eq!(items, [&b"1"[..], b"\"two\"", b"null"]);
        assert_eq!(json("[]").items().count() + json("{ }").members().count() + json("1").items().count(), 0);
    }

    #[test]
    fn copies_a_text_only_where_it_has_to() {
        assert!(matches!(json("\"plain é\"").as_str(), Some(Cow::Borrowed("plain é"))));
        assert_eq!(json(r#""a\n\ud800""#).as_str().unwrap(), "a\n\u{fffd}");
        assert_eq!(json("5").as_str(), None);
    }

    #[test]
    fn tells_numbers_apart_from_what_only_looks_like_them() {
        assert_eq!(json("9223372036854775807").as_i64(), Some(i64::MAX));
        assert_eq!(json("1.0").as_i64(), None);
        assert_eq!(json("1.50").as_f64(), Some(1.5));
        assert_eq!(json("\"1\"").as_f64(), None);
        assert_eq!(Json::parse(b"01"), None);
        assert_eq!(Json::parse(b"1 2"), None);
        assert_eq!(Json::parse(b""), None);
    }

    #[test]
    fn writes_it_without_white_space() {
        let mut out = Vec::new();
        json("{ \"a b\" : [ 1 ,\n\t2 ] }").write_compact(&mut out);
        assert_eq!(out, b"{\"a b\":[1,2]}");
    }

    #[test]
    fn follows_so_many_containers() {
        assert!(Json::parse_within(b"[[[1]]]", 3).is_some());
        assert!(Json::parse_within(b"[[[1]]]", 2).is_none());
    }
}
