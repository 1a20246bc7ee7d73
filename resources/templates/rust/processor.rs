//! A processor: any number of records for each. Of `every` records this one passes on the first.

use dataflare::{export, Config, Error, Output, Plugin, Processor, Record};

struct Sample {
    every: i64,
    seen: i64,
}

impl Plugin for Sample {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        Ok(Sample { every: config.integer("every", 2, 1, 1_000_000), seen: 0 })
    }
}

impl Processor for Sample {
    /// Writes what comes of one record, with `out.end_record()` between two.
    fn process(&mut self, record: &Record<'_>, out: &mut Output) -> Result<(), Error> {
        if self.seen == 0 {
            out.json(record.json());
        }
        self.seen = (self.seen + 1) % self.every;
        Ok(())
    }
}

export!(Sample: Processor);
