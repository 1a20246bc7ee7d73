//! A filter: keeps the records for which the condition `where` holds. The same as the sample plugin row-filter, byte for
//! byte.

use dataflare::{export, host, Arena, Config, Error, Filter, Plugin, Record};

mod condition;
mod glob;
mod read_condition;

use condition::Condition;

struct RowFilter {
    condition: Condition,
    arena: Arena,
    seen: u64,
    kept: u64,
}

impl Plugin for RowFilter {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        config.only(&["where"]);
        let json = config.get("where").ok_or(
            "config.where is missing: name the records to keep, e.g. {\"field\": \"delay\", \"op\": \"gt\", \"value\": 15}",
        )?;
        match read_condition::read(json, "config.where") {
            Ok(condition) => Ok(RowFilter { condition, arena: Arena::new(), seen: 0, kept: 0 }),
            Err(problem) => {
                config.refuse(problem);
                Err(config.problem())
            }
        }
    }

    fn stop(&mut self) -> Result<(), Error> {
        if self.seen > 0 {
            host::info(&format!("kept {} of {} records", self.kept, self.seen));
        }
        Ok(())
    }
}

impl Filter for RowFilter {
    fn keep(&mut self, record: &Record<'_>) -> Result<bool, Error> {
        self.arena.reset();
        let keep = self.condition.holds(record, &self.arena);
        self.seen += 1;
        self.kept += u64::from(keep);
        Ok(keep)
    }
}

export!(RowFilter: Filter);
