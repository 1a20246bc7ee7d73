//! A source: reads a CSV file of any size and gives its rows as records, in batches of NDJSON. The same as the sample plugin
//! csv-source in AssemblyScript, byte for byte, and faster.

use std::rc::Rc;

use dataflare::json::Json;
use dataflare::{export, host, Config, Error, Output, Plugin, Source, State};

mod blocks;
mod columns;
mod dialect;
mod fast;
mod header;
mod input;
mod numbers;
mod reader;
mod row;
mod settings;
mod state;
mod text;
mod utf8;

use reader::CsvReader;
use settings::Settings;

struct CsvSource(CsvReader);

impl Plugin for CsvSource {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        let settings = Settings::read(config).ok_or_else(|| config.problem())?;
        let mut reader = CsvReader::new(Rc::new(settings));
        let opened = reader.open();
        // What is not permitted yet may be by the time that somebody reads.
        if !opened && !reader.input.is_denied() {
            return Err(Error::new(reader.problem));
        }
        if reader.input.is_denied() {
            host::warn(&reader.problem);
        }
        Ok(CsvSource(reader))
    }

    fn stop(&mut self) -> Result<(), Error> {
        self.0.summarise();
        Ok(())
    }
}

impl Source for CsvSource {
    fn read(&mut self, out: &mut Output) -> Result<(), Error> {
        if self.0.input.is_denied() {
            self.0 = CsvReader::new(self.0.settings.clone());
            self.0.open();
        }
        self.0.read(out.bytes());
        // What was read before a problem is given first; the problem comes back with the next call.
        if out.is_empty() && !self.0.problem.is_empty() {
            return Err(Error::new(self.0.problem.as_str()));
        }
        Ok(())
    }
}

impl State for CsvSource {
    fn save(&mut self, out: &mut Output) -> Result<(), Error> {
        state::save(&self.0, out)
    }

    fn load(&mut self, state: Json<'_>) -> Result<(), Error> {
        state::load(&mut self.0, state)
    }
}

export!(CsvSource: Source + State);
