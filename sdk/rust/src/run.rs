//! What the exported functions do with an input. A plugin's unit tests may call them as the host does, with records as
//! NDJSON.

use crate::config::Config;
use crate::error::Error;
use crate::output::Output;
use crate::records::Records;
use crate::role::{Aggregator, Destination, Filter, Plugin, Processor, Source, Transformer};

/// Makes a plugin of the text of its configuration.
pub fn start<P: Plugin>(config: &[u8]) -> Result<P, Error> {
    let mut config = Config::parse(config)?;
    let plugin = P::start(&mut config)?;
    config.finish()?;
    Ok(plugin)
}

/// The next records; none: the end.
pub fn read_data<P: Source>(plugin: &mut P, out: &mut Output) -> Result<(), Error> {
    plugin.read(out)?;
    out.end_record();
    Ok(())
}

pub fn process_data<P: Processor>(plugin: &mut P, input: &[u8], out: &mut Output) -> Result<(), Error> {
    let mut records = Records::new(input);
    while let Some(record) = records.next()? {
        plugin.process(&record, out)?;
        out.end_record();
    }
    Ok(())
}

pub fn transform_data<P: Transformer>(plugin: &mut P, input: &[u8], out: &mut Output) -> Result<(), Error> {
    out.bytes().reserve(input.len() + input.len() / 4);
    let mut records = Records::new(input);
    while let Some(record) = records.next()? {
        plugin.transform(&record, out)?;
        out.end_record();
    }
    Ok(())
}

/// 1: keep all, 0: drop all, else what stands in `out`: true or false for each record.
pub fn filter_data<P: Filter>(plugin: &mut P, input: &[u8], out: &mut Output) -> Result<i32, Error> {
    let mut verdicts: Vec<bool> = Vec::new();
    let mut kept = 0;
    let mut records = Records::new(input);
    while let Some(record) = records.next()? {
        let keep = plugin.keep(&record)?;
        kept += keep as usize;
        verdicts.push(keep);
    }
    if kept == verdicts.len() || kept == 0 {
        return Ok((kept > 0 || verdicts.is_empty()) as i32);
    }
    // Records that are arrays make an array of verdicts ambiguous: then each verdict has a line of its own.
    let are_lines = input.first() == Some(&b'[');
    let bytes = out.bytes();
    bytes.reserve(verdicts.len() * 6 + 2);
    for (index, keep) in verdicts.iter().enumerate() {
        if index > 0 || !are_lines {
            bytes.push(if are_lines { b'\n' } else if index == 0 { b'[' } else { b',' });
        }
        bytes.extend_from_slice(if *keep { b"true" } else { b"false" });
    }
    if !are_lines {
        bytes.push(b']');
    }
    Ok(0)
}

pub fn aggregate_data<P: Aggregator>(plugin: &mut P, input: &[u8]) -> Result<(), Error> {
    let mut records = Records::new(input);
    while let Some(record) = records.next()? {
        plugin.add(&record)?;
    }
    Ok(())
}

pub fn aggregate_result<P: Aggregator>(plugin: &mut P, out: &mut Output) -> Result<(), Error> {
    plugin.finish(out)?;
    out.end_record();
    Ok(())
}

pub fn write_data<P: Destination>(plugin: &mut P, input: &[u8]) -> Result<(), Error> {
    let mut records = Records::new(input);
    while let Some(record) = records.next()? {
        plugin.write(&record)?;
    }
    plugin.flush()
}
