//! A filter: keeps the records whose JSON contains the text `contains` of its configuration.

use dataflare::{export, Config, Error, Filter, Plugin, Record};

struct Containing {
    wanted: Vec<u8>,
}

impl Plugin for Containing {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        Ok(Containing { wanted: config.text("contains", "").into_bytes() })
    }
}

impl Filter for Containing {
    /// Whether the record is kept. `record.get("city")` is one of its fields.
    fn keep(&mut self, record: &Record<'_>) -> Result<bool, Error> {
        let wanted = &self.wanted[..];
        let found = record.json().raw().windows(wanted.len().max(1)).any(|part| part == wanted);
        Ok(wanted.is_empty() || found)
    }
}

export!(Containing: Filter);
