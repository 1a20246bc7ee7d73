//! What a plugin is. It implements `Plugin` and one role, and `export!` makes the module's functions of both. Records come
//! as NDJSON, so the manifest says `"encoding": "ndjson"`.

use crate::config::Config;
use crate::error::Error;
use crate::output::Output;
use crate::records::Record;

pub trait Plugin: Sized + 'static {
    /// Makes the plugin of its configuration, once for each instance. The first setting that was read wrong fails the
    /// load, whatever this answers.
    fn start(config: &mut Config<'_>) -> Result<Self, Error>;

    /// Before the instance is released. An error fails its run.
    fn stop(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// Gives records of its own.
pub trait Source: Plugin {
    /// Writes the next records, a batch at once where it can. Nothing written: the end.
    fn read(&mut self, out: &mut Output) -> Result<(), Error>;
}

/// Makes any number of records of each one.
pub trait Processor: Plugin {
    /// Between two records it calls `out.end_record()`.
    fn process(&mut self, record: &Record<'_>, out: &mut Output) -> Result<(), Error>;
}

/// Makes one record of each one.
pub trait Transformer: Plugin {
    /// Writes exactly one record.
    fn transform(&mut self, record: &Record<'_>, out: &mut Output) -> Result<(), Error>;
}

/// Decides which records stay.
pub trait Filter: Plugin {
    fn keep(&mut self, record: &Record<'_>) -> Result<bool, Error>;
}

/// Makes a result of all records together.
pub trait Aggregator: Plugin {
    fn add(&mut self, record: &Record<'_>) -> Result<(), Error>;

    /// Writes the result at the end, one record or several.
    fn finish(&mut self, out: &mut Output) -> Result<(), Error>;
}

/// Takes records somewhere.
pub trait Destination: Plugin {
    fn write(&mut self, record: &Record<'_>) -> Result<(), Error>;

    /// At the end of each batch: what was kept back must be written now.
    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// What a plugin has to remember to go on later in another instance, which has the same configuration.
pub trait State: Plugin {
    /// Writes it as JSON, of whatever form the plugin likes.
    fn save(&mut self, out: &mut Output) -> Result<(), Error>;

    /// Takes up what `save` wrote, before anything else is called.
    fn load(&mut self, state: crate::json::Json<'_>) -> Result<(), Error>;
}
