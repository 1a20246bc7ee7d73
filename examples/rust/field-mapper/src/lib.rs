//! A transformer: selects, drops, renames, converts and computes fields. Fields it is not told about pass unchanged. The
//! same as the sample plugin field-mapper, byte for byte.

use dataflare::{export, Config, Error, Output, Plugin, Record, Transformer};

mod blank;
mod clock;
mod coerce;
mod column;
mod convert;
mod cursor;
mod date;
mod expression;
mod functions;
mod iso;
mod mapper;
mod parse_expression;
mod read_mapping;
mod read_number;
mod rounding;
mod row;
mod unix_time;

use mapper::Mapper;

struct FieldMapper(Mapper);

impl Plugin for FieldMapper {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        let mut mapper = Mapper::default();
        read_mapping::read_mapping(config, &mut mapper);
        Ok(FieldMapper(mapper))
    }

    fn stop(&mut self) -> Result<(), Error> {
        self.0.complain();
        Ok(())
    }
}

impl Transformer for FieldMapper {
    fn transform(&mut self, record: &Record<'_>, out: &mut Output) -> Result<(), Error> {
        // A record that is no object has no fields: it passes as it is.
        if record.is_object() {
            self.0.map(record, out.bytes());
        } else {
            out.json(record.json());
        }
        Ok(())
    }
}

export!(FieldMapper: Transformer);
