//! A source that counts to `count`, some records at a time, and can be taken up again where it was.

use dataflare::{export, host, Config, Error, Json, Output, Plugin, Source, State};

struct Counter {
    next: i64,
    count: i64,
}

impl Plugin for Counter {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        config.only(&["count"]);
        Ok(Counter { next: 1, count: config.integer("count", 3, 0, 1_000_000) })
    }

    fn stop(&mut self) -> Result<(), Error> {
        host::info(&format!("counted to {}", self.next - 1));
        Ok(())
    }
}

impl Source for Counter {
    fn read(&mut self, out: &mut Output) -> Result<(), Error> {
        for _ in 0..1000 {
            if self.next > self.count {
                break;
            }
            out.begin_object().key("n").integer(self.next).end_object();
            out.end_record();
            self.next += 1;
        }
        host::progress((self.next - 1) as u64, self.count as u64);
        Ok(())
    }
}

impl State for Counter {
    fn save(&mut self, out: &mut Output) -> Result<(), Error> {
        out.begin_object().key("next").integer(self.next).end_object();
        Ok(())
    }

    fn load(&mut self, state: Json<'_>) -> Result<(), Error> {
        self.next = state.get("next").and_then(|next| next.as_i64()).ok_or("there is no number \"next\" in it")?;
        Ok(())
    }
}

export!(Counter: Source + State);
