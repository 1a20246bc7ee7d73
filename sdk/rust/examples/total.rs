//! An aggregator that adds up the field `amount` by the field `by`.

use std::collections::BTreeMap;

use dataflare::{export, Aggregator, Config, Error, Json, Output, Plugin, Record, State};

struct Total {
    by: String,
    sums: BTreeMap<String, f64>,
}

impl Plugin for Total {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        Ok(Total { by: config.text("by", "name"), sums: BTreeMap::new() })
    }
}

impl Aggregator for Total {
    fn add(&mut self, record: &Record<'_>) -> Result<(), Error> {
        let amount = record.get("amount").and_then(|amount| amount.as_f64()).unwrap_or(0.0);
        let name = record.get(&self.by).and_then(|name| name.as_str()).unwrap_or_default();
        match self.sums.get_mut(&*name) {
            Some(sum) => *sum += amount,
            None => drop(self.sums.insert(name.into_owned(), amount)),
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut Output) -> Result<(), Error> {
        for (name, sum) in &self.sums {
            out.begin_object().key(&self.by).text(name).key("total").number(*sum).end_object();
            out.end_record();
        }
        Ok(())
    }
}

impl State for Total {
    fn save(&mut self, out: &mut Output) -> Result<(), Error> {
        out.begin_object();
        for (name, sum) in &self.sums {
            out.key(name).number(*sum);
        }
        out.end_object();
        Ok(())
    }

    fn load(&mut self, state: Json<'_>) -> Result<(), Error> {
        let sums = state.members().map(|member| (member.name().into_owned(), member.value.as_f64().unwrap_or(0.0)));
        self.sums = sums.collect();
        Ok(())
    }
}

export!(Total: Aggregator + State);
