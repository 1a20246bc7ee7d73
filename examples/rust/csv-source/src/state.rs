//! What another instance needs to go on behind the last record that was given away.

use dataflare::host;
use dataflare::{Error, Json, Output};

use crate::columns::{type_of, Column, TYPES};
use crate::header::BEGINNING;
use crate::input::unreadable;
use crate::reader::{Counts, CsvReader, Place};

const VERSION: i64 = 1;
/// Bytes before the place that are looked at again.
const TAIL: u64 = 256;
const MALFORMED: &str = "the saved state is none of csv-source";

pub fn save(reader: &CsvReader, out: &mut Output) -> Result<(), Error> {
    out.begin_object().key("version").integer(VERSION);
    // Not so much as a header was found yet: whoever goes on begins.
    if reader.input.is_denied() || (reader.settings.header && reader.columns.is_empty()) {
        out.key("begun").boolean(false).end_object();
        return Ok(());
    }
    let Place { offset, line, is_open, counts } = reader.place();
    let tail = read(&reader.settings.path, offset - offset.min(TAIL), offset.min(TAIL))?;
    let (head_hash, head) = reader.head;
    out.key("begun").boolean(true);
    out.key("offset").integer(offset as i64).key("line").integer(line as i64);
    out.key("open").boolean(is_open);
    out.key("head").begin_object().key("bytes").integer(head as i64).key("hash").text(&hex(head_hash)).end_object();
    out.key("tail").text(&hex(hash(&tail)));
    out.key("delimiter").integer(i64::from(reader.rows.dialect.delimiter));
    out.key("latin1").boolean(reader.writer.latin1);
    out.key("columns").begin_array();
    for column in &reader.columns {
        out.begin_object().key("name").text_bytes(&column.name);
        out.key("type").text(TYPES[column.kind as usize]).end_object();
    }
    out.end_array();
    out.key("ragged").integer(counts.ragged as i64).key("untidy").integer(counts.untidy as i64);
    out.key("late_codes").integer(counts.late_codes as i64).key("repaired").integer(counts.repaired as i64);
    out.end_object();
    Ok(())
}

/// Takes up what `save` wrote, if the file is still the one that was read.
pub fn load(reader: &mut CsvReader, state: Json<'_>) -> Result<(), Error> {
    if number(state, "version")? != VERSION as u64 {
        return Err(MALFORMED.into());
    }
    if !flag(state, "begun")? {
        return Ok(());
    }
    let mut place = Place {
        offset: number(state, "offset")?,
        line: number(state, "line")?,
        is_open: flag(state, "open")?,
        counts: Counts {
            ragged: number(state, "ragged")?,
            untidy: number(state, "untidy")?,
            late_codes: number(state, "late_codes")?,
            repaired: number(state, "repaired")?,
        },
    };
    let head = state.get("head").ok_or(MALFORMED)?;
    let head_bytes = number(head, "bytes")?;
    let delimiter = u8::try_from(number(state, "delimiter")?).map_err(|_| MALFORMED)?;
    if head_bytes > BEGINNING as u64 {
        return Err(MALFORMED.into());
    }
    let latin1 = flag(state, "latin1")?;
    let columns = columns_of(state)?;
    let path = reader.settings.path.clone();
    let refuse = |why: String| Err(Error::new(format!("cannot go on in {}: {}", path, why)));
    let is_same = |bytes: &[u8], saved: Option<Json<'_>>| saved.map_or(false, |saved| saved.is_text(&hex(hash(bytes))));

    let beginning = read(&path, 0, head_bytes)?;
    if !is_same(&beginning, head.get("hash")) {
        return refuse("it does not begin as the file did that was read before".into());
    }
    let length = place.offset.min(TAIL);
    let tail = read(&path, place.offset - length, length + 2)?;
    if (tail.len() as u64) < length {
        return refuse(format!("it is shorter than the {} bytes of it that were read before", place.offset));
    }
    let (tail, next) = tail.split_at(length as usize);
    if !is_same(tail, state.get("tail")) {
        return refuse(format!("what stands before byte {}, up to where it was read, has changed", place.offset));
    }
    // A line end, or the rest of one, that was written behind the last record since.
    let passed = match (place.is_open, tail.last(), next) {
        (true, _, []) => 0,
        (true, _, [b'\r', b'\n']) => 2,
        (true, _, [b'\r' | b'\n', ..]) => 1,
        (true, ..) => return refuse("its last record was given away, and goes on since".into()),
        (false, Some(b'\r'), [b'\n', ..]) => 1,
        _ => 0,
    };
    place.offset += passed;
    place.line += u64::from(place.is_open && passed > 0);
    place.is_open &= passed == 0;
    reader.resume(&place);
    reader.writer.latin1 = latin1;
    reader.rows.dialect.delimiter = delimiter;
    // Without any, those of the first row are still to be found; what the beginning says of them is known already.
    reader.columns = columns;
    Ok(())
}

fn number(json: Json<'_>, key: &str) -> Result<u64, Error> {
    let found = json.get(key).and_then(|found| found.as_i64());
    found.and_then(|found| u64::try_from(found).ok()).ok_or_else(|| MALFORMED.into())
}

fn flag(json: Json<'_>, key: &str) -> Result<bool, Error> {
    json.get(key).and_then(|found| found.as_bool()).ok_or_else(|| MALFORMED.into())
}

fn columns_of(state: Json<'_>) -> Result<Vec<Column>, Error> {
    let mut columns = Vec::new();
    for item in state.get("columns").ok_or(MALFORMED)?.items() {
        let name = item.get("name").and_then(|name| name.as_text()).ok_or(MALFORMED)?;
        let kind = item.get("type").and_then(|kind| kind.as_str()).and_then(|kind| type_of(&kind)).ok_or(MALFORMED)?;
        let is_first = columns.is_empty();
        columns.push(Column::new(name.into_owned(), kind, is_first));
    }
    Ok(columns)
}

/// Bytes of the file, fewer where it ends.
fn read(path: &str, offset: u64, length: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while (bytes.len() as u64) < length {
        let left = (length - bytes.len() as u64).min(65_536) as u32;
        let answer = host::read_file(path, offset + bytes.len() as u64, left)
            .map_err(|error| Error::new(unreadable(path, error)))?;
        if answer.is_empty() {
            break;
        }
        bytes.extend_from_slice(&answer);
    }
    Ok(bytes)
}

/// A 64-bit hash, the same as in the SDK for AssemblyScript, so that either language goes on where the other one was.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64;
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let mut eight = [0; 8];
        eight.copy_from_slice(word);
        hash = (hash ^ u64::from_le_bytes(eight)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    let rest = words.remainder().iter().rev().fold(0, |rest, byte| rest << 8 | u64::from(*byte));
    hash = (hash ^ rest).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 32)
}

fn hex(hash: u64) -> String {
    format!("{:016x}", hash)
}
