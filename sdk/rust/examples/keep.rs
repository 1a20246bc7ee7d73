//! A destination that appends records to a file, a batch at a time.

use dataflare::{export, host, Config, Destination, Error, Plugin, Record};

struct Keep {
    path: String,
    batch: Vec<u8>,
}

impl Plugin for Keep {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        Ok(Keep { path: config.text("path", "kept.ndjson"), batch: Vec::new() })
    }
}

impl Destination for Keep {
    fn write(&mut self, record: &Record<'_>) -> Result<(), Error> {
        self.batch.extend_from_slice(record.json().raw());
        self.batch.push(b'\n');
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        let written = host::append_file(&self.path, &self.batch);
        self.batch.clear();
        written.map_err(|error| Error::from(error).within(&format!("cannot write to {}", self.path)))
    }
}

export!(Keep: Destination);
