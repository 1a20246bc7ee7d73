//! Reads settings with defaults and notes the first one that is wrong, in words that name it.

use crate::error::Error;
use crate::json::{Json, Kind};

/// Containers inside containers that a configuration may have.
const MAX_DEPTH: usize = 100;

/// The configuration of a plugin. Each getter gives the default where a setting is absent, null or wrong; the first wrong
/// one is noted, and `finish` fails with it. So a plugin asks for all of its settings and then calls `finish`.
pub struct Config<'t> {
    root: Option<Json<'t>>,
    problem: Option<String>,
}

impl<'t> Config<'t> {
    /// Reads the text that the host hands over. Empty and null are a configuration without settings.
    pub fn parse(text: &'t [u8]) -> Result<Self, Error> {
        let root = if text.is_empty() { None } else { Some(Json::parse_within(text, MAX_DEPTH)) };
        match root {
            None => Ok(Config { root: None, problem: None }),
            Some(Some(root)) if root.kind() == Kind::Object => Ok(Config { root: Some(root), problem: None }),
            Some(Some(root)) if root.is_null() => Ok(Config { root: None, problem: None }),
            _ => Err(Error::new("the configuration is not a JSON object")),
        }
    }

    /// A setting that is present and not null.
    pub fn get(&self, key: &str) -> Option<Json<'t>> {
        self.root?.get(key).filter(|found| !found.is_null())
    }

    /// Notes what is wrong, unless something was before.
    pub fn refuse(&mut self, problem: impl Into<String>) {
        if self.problem.is_none() {
            self.problem = Some(problem.into());
        }
    }

    /// A setting of one kind; none where it is absent or of another kind, which is noted.
    fn expect(&mut self, key: &str, kind: Kind, what: &str) -> Option<Json<'t>> {
        let found = self.get(key)?;
        if found.kind() == kind {
            return Some(found);
        }
        self.refuse(format!("config.{} must be {}, found {}", key, what, shorten(&source(found))));
        None
    }

    pub fn text(&mut self, key: &str, default: &str) -> String {
        let found = self.expect(key, Kind::Text, "text");
        found.and_then(|found| found.as_str()).map_or_else(|| default.to_string(), |text| text.into_owned())
    }

    /// One of some words.
    pub fn choice(&mut self, key: &str, words: &[&str], default: &str) -> String {
        let value = self.text(key, default);
        if words.contains(&value.as_str()) {
            return value;
        }
        self.refuse(format!("config.{} must be one of {}, found \"{}\"", key, words.join(", "), value));
        default.to_string()
    }

    pub fn flag(&mut self, key: &str, default: bool) -> bool {
        self.expect(key, Kind::Boolean, "true or false").and_then(|found| found.as_bool()).unwrap_or(default)
    }

    pub fn number(&mut self, key: &str, default: f64) -> f64 {
        self.expect(key, Kind::Number, "a number").and_then(|found| found.as_f64()).unwrap_or(default)
    }

    /// A whole number between two bounds.
    pub fn integer(&mut self, key: &str, default: i64, least: i64, most: i64) -> i64 {
        let found = match self.expect(key, Kind::Number, "a number") {
            None => return default,
            Some(found) => found,
        };
        let value = found.as_f64().unwrap_or(f64::NAN);
        if value >= least as f64 && value <= most as f64 && value.trunc() == value {
            return value as i64;
        }
        let found = shorten(&source(found));
        self.refuse(format!("config.{} must be a whole number from {} to {}, found {}", key, least, most, found));
        default
    }

    /// A list of texts; a lone text counts as a list of one.
    pub fn list(&mut self, key: &str) -> Vec<Json<'t>> {
        let found = match self.get(key) {
            None => return Vec::new(),
            Some(found) if found.kind() == Kind::Text => return vec![found],
            Some(found) => found,
        };
        let items: Vec<Json<'t>> = found.items().collect();
        if found.kind() == Kind::Array && items.iter().all(|item| item.kind() == Kind::Text) {
            return items;
        }
        self.refuse(format!("config.{} must be a list of texts, found {}", key, shorten(&source(found))));
        items.into_iter().take_while(|item| item.kind() == Kind::Text).collect()
    }

    pub fn object(&mut self, key: &str) -> Option<Json<'t>> {
        self.expect(key, Kind::Object, "an object")
    }

    /// Notes every key that the plugin does not know, so that a misspelt one is not silently without effect.
    pub fn only(&mut self, keys: &[&str]) {
        let members = self.root.map(|root| root.members());
        for member in members.into_iter().flatten() {
            let name = member.name();
            if !keys.contains(&&*name) {
                self.refuse(format!("config.{} is not a setting of this plugin; it knows {}", name, keys.join(", ")));
            }
        }
    }

    /// The first wrong setting as an error, for a plugin that cannot be made with it.
    pub fn problem(&self) -> Error {
        Error::new(self.problem.clone().unwrap_or_default())
    }

    /// Fails with the first wrong setting.
    pub fn finish(self) -> Result<(), Error> {
        self.problem.map_or(Ok(()), |problem| Err(Error::new(problem)))
    }
}

/// A value of the configuration, for a sentence.
pub fn source(json: Json<'_>) -> String {
    String::from_utf8_lossy(json.raw()).into_owned()
}

/// The beginning of a long text.
pub fn shorten(text: &str) -> String {
    // Counted as JavaScript counts, so that plugins in other languages say the same.
    if text.encode_utf16().count() <= 60 {
        return text.to_string();
    }
    let mut left = 57;
    let kept = text.chars().take_while(|letter| {
        left -= letter.len_utf16() as i32;
        left >= 0
    });
    format!("{}...", kept.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_settings_and_defaults() {
        let mut config = Config::parse(br#"{"a":"x","n":3,"b":true,"l":["p","q"],"one":"r","o":{"k":1},"z":null}"#).unwrap();
        assert_eq!((config.text("a", "y"), config.text("z", "y")), ("x".into(), "y".into()));
        assert_eq!((config.integer("n", 1, 0, 5), config.flag("b", false), config.number("m", 0.5)), (3, true, 0.5));
        assert_eq!((config.list("l").len(), config.list("one").len(), config.list("none").len()), (2, 1, 0));
        assert!(config.object("o").is_some() && config.choice("a", &["x"], "x") == "x");
        config.only(&["a", "n", "b", "l", "one", "o", "z"]);
        assert!(config.finish().is_ok());
    }

    #[test]
    fn names_the_first_wrong_setting() {
        let problem = |text: &str, read: fn(&mut Config<'_>)| {
            let mut config = Config::parse(text.as_bytes()).unwrap();
            read(&mut config);
            config.finish().unwrap_err().message().to_string()
        };
        assert_eq!(problem(r#"{"a":1,"b":2}"#, |c| { c.text("a", ""); c.flag("b", true); }), "config.a must be text, found 1");
        assert_eq!(problem(r#"{"n":1.5}"#, |c| { c.integer("n", 1, 0, 5); }), "config.n must be a whole number from 0 to 5, found 1.5");
        assert_eq!(problem(r#"{"l":["a",1]}"#, |c| { c.list("l"); }), "config.l must be a list of texts, found [\"a\",1]");
        assert_eq!(problem(r#"{"x":1}"#, |c| c.only(&["y"])), "config.x is not a setting of this plugin; it knows y");
        assert!(Config::parse(b"[1]").is_err() && Config::parse(b"").is_ok() && Config::parse(b"null").is_ok());
    }

    #[test]
    fn shortens_long_texts() {
        assert_eq!(shorten(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(shorten(&"é".repeat(61)), format!("{}...", "é".repeat(57)));
    }
}
