//! A processor that asks the host for what each record says: `{"do": "read", "path": "a.txt"}`.

use dataflare::host::{self, Request};
use dataflare::{export, Config, Error, Output, Plugin, Processor, Record};

struct HostCalls;

impl Plugin for HostCalls {
    fn start(_: &mut Config<'_>) -> Result<Self, Error> {
        Ok(HostCalls)
    }
}

fn text(record: &Record<'_>, key: &str) -> Result<String, Error> {
    let found = record.get(key).and_then(|found| found.as_str().map(|text| text.into_owned()));
    found.ok_or_else(|| format!("the record has no text \"{}\"", key).into())
}

/// A text, or null.
fn answer(out: &mut Output, bytes: Option<&[u8]>) {
    match bytes {
        Some(bytes) => out.text_bytes(bytes),
        None => out.null(),
    };
}

impl Processor for HostCalls {
    fn process(&mut self, record: &Record<'_>, out: &mut Output) -> Result<(), Error> {
        let what = text(record, "do")?;
        let of = |key| text(record, key);
        let within = |error: host::HostError| Error::from(error).within(&format!("cannot {}", what));
        match what.as_str() {
            "log" => {
                host::debug("a");
                host::info("b");
                host::warn("c");
                host::error("d");
            }
            "time" => drop(out.integer(host::now())),
            "random" => drop(out.number(host::random())),
            "progress" => host::progress(3, 10),
            "config" => answer(out, host::config(&of("key")?).map_err(within)?.as_deref()),
            "env" => answer(out, host::env(&of("key")?).map_err(within)?.as_ref().map(|value| value.as_bytes())),
            "read" => answer(out, Some(&host::read_file(&of("path")?, 1, 1024).map_err(within)?)),
            "replace" => host::replace_file(&of("path")?, of("text")?.as_bytes()).map_err(within)?,
            "append" => host::append_file(&of("path")?, of("text")?.as_bytes()).map_err(within)?,
            "list" => answer(out, Some(&host::list_dir(&of("path")?).map_err(within)?)),
            "get" => answer(out, host::get_state(&of("key")?).map_err(within)?.as_deref()),
            "set" => host::set_state(&of("key")?, of("text")?.as_bytes()).map_err(within)?,
            "http" => {
                let response = Request::post(&of("url")?).header("x-test", "1").text_body(&of("text")?).send();
                let response = response.map_err(within)?;
                out.begin_object().key("status").integer(response.status.into());
                out.key("type").text(response.header("content-type").unwrap_or(""));
                out.key("body").text_bytes(&response.body).end_object();
            }
            other => return Err(format!("there is nothing called {}", other).into()),
        }
        Ok(())
    }
}

export!(HostCalls: Processor);
