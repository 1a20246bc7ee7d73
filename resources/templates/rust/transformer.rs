//! A transformer: one record for each, in order. This one numbers them, from `first` of its configuration on.

use dataflare::{export, Config, Error, Output, Plugin, Record, Transformer};

struct Numbered {
    number: i64,
}

impl Plugin for Numbered {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        Ok(Numbered { number: config.integer("first", 1, 0, 1_000_000) })
    }
}

impl Transformer for Numbered {
    fn transform(&mut self, record: &Record<'_>, out: &mut Output) -> Result<(), Error> {
        out.begin_object().key("number").integer(self.number);
        out.key("record").json(record.json()).end_object();
        self.number += 1;
        Ok(())
    }
}

export!(Numbered: Transformer);
