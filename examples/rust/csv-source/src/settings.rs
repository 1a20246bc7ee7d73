use dataflare::{shorten, source, Config, Kind};

use crate::columns::{type_of, TYPE_NAMES};

pub struct Settings {
    pub path: String,
    /// 0: find out.
    pub delimiter: u8,
    /// 0: no quoting.
    pub quote: u8,
    /// Whether a backslash in a quoted field takes the meaning from a quote or backslash behind it.
    pub escapes: bool,
    /// Lines before the header; none: find out.
    pub skip_lines: Option<i64>,
    /// Whether blank lines are left out of files of one column, too.
    pub skip_blank: bool,
    pub header: bool,
    /// In UTF-8.
    pub columns: Vec<Vec<u8>>,
    /// Types of columns by their names; of two with one name the last counts.
    pub types: Vec<(Vec<u8>, u8)>,
    pub infer: bool,
    pub infer_quoted: bool,
    /// Whether unquoted numbers stay numbers however long they are.
    pub exact: bool,
    pub batch_size: usize,
    pub max_record_bytes: usize,
    /// The decimal sign of numbers.
    pub decimal: u8,
    /// Whether the file is windows-1252, a superset of Latin-1.
    pub latin1: bool,
    /// Whether bytes that are no UTF-8 become U+FFFD; else they end the reading.
    pub replace_invalid: bool,
}

const KEYS: [&str; 16] = [
    "path", "file_path", "delimiter", "quote", "escape", "skip_lines", "blank_lines", "decimal", "header", "columns",
    "types", "infer", "batch_size", "max_record_bytes", "encoding", "invalid_utf8",
];

impl Settings {
    /// None after a problem was noted in the configuration.
    pub fn read(config: &mut Config<'_>) -> Option<Settings> {
        config.only(&KEYS);
        let path = path_of(config);
        let delimiter = delimiter_of(config);
        let quote = one_byte(config, "quote", "\"", true);
        if delimiter != 0 && delimiter == quote {
            config.refuse("config.delimiter and config.quote are the same character");
        }
        let escapes = !config.choice("escape", &["", "\\"], "").is_empty();
        let detects = config.get("skip_lines").map_or(false, |skip| skip.is_text("auto"));
        let skip_lines = if detects { -1 } else { config.integer("skip_lines", -1, 0, 10_000) };
        let skip_blank = config.choice("blank_lines", &["auto", "skip"], "auto") == "skip";
        let decimal = config.choice("decimal", &[".", ","], ".").as_bytes()[0];
        let header = config.flag("header", true);
        let names = config.list("columns");
        let columns = names.iter().filter_map(|name| name.as_text()).map(|name| name.into_owned()).collect();
        let types = types_of(config);
        let (mut infer, mut infer_quoted, mut exact) = (true, false, false);
        match config.get("infer") {
            Some(word) if word.kind() == Kind::Text => {
                infer_quoted = word.is_text("all");
                exact = word.is_text("exact");
                if !infer_quoted && !exact {
                    let found = shorten(&source(word));
                    config.refuse(format!("config.infer must be true, false, \"all\" or \"exact\", found {}", found));
                }
            }
            _ => infer = config.flag("infer", true),
        }
        let batch_size = config.integer("batch_size", 1000, 1, 100_000) as usize;
        let max_record_bytes = config.integer("max_record_bytes", 4_194_304, 1024, 536_870_912) as usize;
        let latin1 = config.choice("encoding", &["utf-8", "latin1", "windows-1252"], "utf-8") != "utf-8";
        let replace_invalid = config.choice("invalid_utf8", &["refuse", "replace"], "refuse") == "replace";
        if !config.problem().message().is_empty() {
            return None;
        }
        let skip_lines = if skip_lines < 0 { None } else { Some(skip_lines) };
        Some(Settings {
            path, delimiter, quote, escapes, skip_lines, skip_blank, header, columns, types, infer, infer_quoted, exact,
            batch_size, max_record_bytes, decimal, latin1, replace_invalid,
        })
    }
}

/// The file, under one of two names that mean the same.
fn path_of(config: &mut Config<'_>) -> String {
    let (first, second) = (config.text("path", ""), config.text("file_path", ""));
    let both = config.get("path").is_some() && config.get("file_path").is_some();
    if both && first != second {
        config.refuse(format!(
            "config.path is \"{}\" and config.file_path is \"{}\": both mean the same, so keep one of them",
            shorten(&first),
            shorten(&second)
        ));
    }
    let path = if config.get("path").is_none() { second } else { first };
    if path.is_empty() {
        config.refuse("config.path is missing: name the CSV file to read");
    }
    path
}

fn delimiter_of(config: &mut Config<'_>) -> u8 {
    match config.text("delimiter", "auto").as_str() {
        "auto" => 0,
        "tab" | "\\t" => b'\t',
        _ => one_byte(config, "delimiter", ",", false),
    }
}

/// A setting of one ASCII character; 0 for an empty one.
fn one_byte(config: &mut Config<'_>, key: &str, default: &str, may_be_empty: bool) -> u8 {
    let text = config.text(key, default);
    match text.as_bytes() {
        [] if may_be_empty => 0,
        [byte] if *byte < 0x80 && !matches!(byte, b'\n' | b'\r' | 0) => *byte,
        _ => {
            config.refuse(format!("config.{} must be one ASCII character, found \"{}\"", key, shorten(&text)));
            0
        }
    }
}

fn types_of(config: &mut Config<'_>) -> Vec<(Vec<u8>, u8)> {
    let mut types = Vec::new();
    let members = config.object("types").map(|types| types.members());
    for member in members.into_iter().flatten() {
        let found = member.value.as_str().and_then(|name| type_of(&name));
        match found {
            Some(found) if (found as usize) < TYPE_NAMES.len() => types.push((member.name_bytes().into_owned(), found)),
            _ => config.refuse(format!(
                "config.types.{} must be one of {}, found {}",
                member.name(),
                TYPE_NAMES.join(", "),
                shorten(&source(member.value))
            )),
        }
    }
    types
}
