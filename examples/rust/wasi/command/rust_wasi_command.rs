//! A program: it reads records from standard input, a line each, and says at their end which keys they had and how often.
//! As a plugin it is an aggregator: `{"a":1}` and `{"a":2,"b":3}` give `{"key":"a","records":2}` and `{"key":"b","records":1}`.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufWriter, Write};
use std::process;

/// The names of an object's own members, as they stand between their quotes. The host hands over valid JSON alone.
fn keys(record: &str) -> Vec<&str> {
    let bytes = record.as_bytes();
    let (mut found, mut depth, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let start = at + 1;
                at = start;
                while bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                // A text of the outermost object that a colon follows is a name.
                if depth == 1 && record[at + 1..].trim_start().starts_with(':') {
                    found.push(&record[start..at]);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn main() -> io::Result<()> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut records = 0u64;
    for line in io::stdin().lock().lines() {
        let line = line?;
        if !line.trim_start().starts_with('{') {
            // Standard error is the log; a code other than 0 is a failure.
            eprintln!("record {} is no object", records + 1);
            process::exit(3);
        }
        for key in keys(&line) {
            *counts.entry(key.to_owned()).or_default() += 1;
        }
        records += 1;
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for (key, count) in counts {
        writeln!(out, "{{\"key\":\"{}\",\"records\":{}}}", key, count)?;
    }
    out.flush()
}
