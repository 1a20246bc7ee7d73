//! An aggregator: few records for many. This one counts them, under the name `as` of its configuration.

use dataflare::{export, Aggregator, Config, Error, Output, Plugin, Record};

struct Tally {
    name: String,
    count: i64,
}

impl Plugin for Tally {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        Ok(Tally { name: config.text("as", "records"), count: 0 })
    }
}

impl Aggregator for Tally {
    fn add(&mut self, _record: &Record<'_>) -> Result<(), Error> {
        self.count += 1;
        Ok(())
    }

    /// Called once, after the last record.
    fn finish(&mut self, out: &mut Output) -> Result<(), Error> {
        out.begin_object().key(&self.name).integer(self.count).end_object();
        Ok(())
    }
}

export!(Tally: Aggregator);
