//! A filter that keeps the records with more than `minutes` of delay.

use dataflare::{export, Config, Error, Filter, Plugin, Record};

struct Late {
    minutes: f64,
}

impl Plugin for Late {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        Ok(Late { minutes: config.number("minutes", 15.0) })
    }
}

impl Filter for Late {
    fn keep(&mut self, record: &Record<'_>) -> Result<bool, Error> {
        let delay = record.get("delay").ok_or("a record has no delay")?;
        Ok(delay.as_f64().map_or(false, |delay| delay > self.minutes))
    }
}

export!(Late: Filter);

#[cfg(test)]
mod tests {
    use super::*;
    use dataflare::{run, Output};

    #[test]
    fn keeps_the_late_ones() {
        let mut late: Late = run::start(b"{\"minutes\":10}").unwrap();
        let mut out = Output::new();
        assert_eq!(run::filter_data(&mut late, b"{\"delay\":11}\n{\"delay\":10}\n", &mut out), Ok(0));
        assert_eq!(out.content(), b"[true,false]");
    }
}
