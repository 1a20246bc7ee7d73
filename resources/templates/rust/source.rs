//! A source: counts up to `count` of its configuration, a record for each number.

use dataflare::{export, Config, Error, Output, Plugin, Source};

/// Records that are handed over together.
const BATCH: usize = 1000;

struct Count {
    next: i64,
    count: i64,
}

impl Plugin for Count {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        Ok(Count { next: 1, count: config.integer("count", 3, 0, 1_000_000) })
    }
}

impl Source for Count {
    /// The next records; nothing at the end.
    fn read(&mut self, out: &mut Output) -> Result<(), Error> {
        for _ in 0..BATCH {
            if self.next > self.count {
                break;
            }
            out.begin_object().key("n").integer(self.next).end_object();
            out.end_record();
            self.next += 1;
        }
        Ok(())
    }
}

export!(Count: Source);
