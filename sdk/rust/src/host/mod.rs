//! What a plugin may ask of the host. What the grant does not allow comes back as `HostError::NotPermitted`; the run
//! records every denial.
//!
//! Outside of WebAssembly, in a plugin's own unit tests, `testing::Host` stands in for the host.

pub use crate::error::HostError;

mod http;
#[cfg(target_arch = "wasm32")]
mod imports;
#[cfg(not(target_arch = "wasm32"))]
mod stand_in;
#[cfg(not(target_arch = "wasm32"))]
use stand_in as imports;

pub use http::{Request, Response};
pub use imports::Answer;
#[cfg(not(target_arch = "wasm32"))]
pub use stand_in::Host as StandIn;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::Trace => "trace",
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        }
    }
}

/// Writes a line into the run's log: 16 KiB of it, and so many lines a second; dropped ones are counted.
pub fn log(level: Level, message: &str) {
    imports::log(level.name(), message);
}

pub fn debug(message: &str) {
    log(Level::Debug, message);
}

pub fn info(message: &str) {
    log(Level::Info, message);
}

pub fn warn(message: &str) {
    log(Level::Warn, message);
}

/// Notes an error that the call survives; one that it does not is what the function answers.
pub fn error(message: &str) {
    log(Level::Error, message);
}

/// Unix time in ms.
pub fn now() -> i64 {
    imports::now()
}

/// At least 0 and less than 1, cryptographically strong.
pub fn random() -> f64 {
    imports::random()
}

/// How far the run is, as the plugin claims. `total` 0: unknown.
pub fn progress(done: u64, total: u64) {
    let bounded = |value: u64| value.min(i64::MAX as u64) as i64;
    imports::progress(bounded(done), bounded(total));
}

/// Says why the call fails. The SDK does so for what a role answers with an error.
pub fn set_error(message: &str) {
    imports::set_error(message);
}

/// One setting, as JSON; none where it is absent.
pub fn config(key: &str) -> Result<Option<Answer>, HostError> {
    imports::config(key)
}

/// An environment variable; none where it is not set.
pub fn env(name: &str) -> Result<Option<String>, HostError> {
    Ok(imports::env(name)?.map(|value| String::from_utf8_lossy(&value).into_owned()))
}

/// Up to `max` bytes (8 MiB at most) of a file from `offset` on. No bytes: the end of the file.
pub fn read_file(path: &str, offset: u64, max: u32) -> Result<Answer, HostError> {
    let offset = i64::try_from(offset).map_err(|_| HostError::Invalid)?;
    let max = i32::try_from(max).map_err(|_| HostError::TooLarge)?;
    Ok(imports::read_file(path, offset, max)?.unwrap_or_default())
}

/// Replaces a file as a whole, in one step.
pub fn replace_file(path: &str, content: &[u8]) -> Result<(), HostError> {
    imports::write_file(path, content, 0)
}

pub fn append_file(path: &str, content: &[u8]) -> Result<(), HostError> {
    imports::write_file(path, content, 1)
}

/// A JSON array of what a folder holds.
pub fn list_dir(path: &str) -> Result<Answer, HostError> {
    Ok(imports::list_dir(path)?.unwrap_or_default())
}

/// Request and response are JSON objects, as the plugin interface describes `host_http`; `Request` writes and reads them.
pub fn http(request: &[u8]) -> Result<Answer, HostError> {
    Ok(imports::http(request)?.unwrap_or_default())
}

/// What was kept under a key; none where nothing was. It outlives the run.
pub fn get_state(key: &str) -> Result<Option<Answer>, HostError> {
    imports::get_state(key)
}

/// Keeps bytes under a key; no bytes delete it. A plugin has 1 MiB in all.
pub fn set_state(key: &str, value: &[u8]) -> Result<(), HostError> {
    imports::set_state(key, value)
}
