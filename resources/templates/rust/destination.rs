//! A destination: writes records to the file `path` of its configuration, one on each line.

use dataflare::{export, host, Config, Destination, Error, Plugin, Record};

struct File {
    path: String,
    batch: Vec<u8>,
    begun: bool,
}

impl Plugin for File {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        Ok(File { path: config.text("path", "out/records.ndjson"), batch: Vec::new(), begun: false })
    }
}

impl Destination for File {
    fn write(&mut self, record: &Record<'_>) -> Result<(), Error> {
        self.batch.extend_from_slice(record.json().raw());
        self.batch.push(b'\n');
        Ok(())
    }

    /// At the end of each batch. The first replaces the file, those after it are added.
    fn flush(&mut self) -> Result<(), Error> {
        let put = if self.begun { host::append_file } else { host::replace_file };
        put(&self.path, &self.batch).map_err(|error| Error::from(error).within(&format!("cannot write {}", self.path)))?;
        self.begun = true;
        self.batch.clear();
        Ok(())
    }
}

export!(File: Destination);
