//! Writes plugins for DataFlare: a type, its role, and one line that exports it.
//!
//! ```
//! use dataflare::{export, Config, Error, Filter, Plugin, Record};
//!
//! struct Late {
//!     minutes: f64,
//! }
//!
//! impl Plugin for Late {
//!     fn start(config: &mut Config<'_>) -> Result<Self, Error> {
//!         Ok(Late { minutes: config.number("minutes", 15.0) })
//!     }
//! }
//!
//! impl Filter for Late {
//!     fn keep(&mut self, record: &Record<'_>) -> Result<bool, Error> {
//!         let delay = record.get("delay").and_then(|delay| delay.as_f64());
//!         Ok(delay.map_or(false, |delay| delay > self.minutes))
//!     }
//! }
//!
//! export!(Late: Filter);
//! ```

#![warn(rust_2018_idioms)]

mod arena;
mod config;
mod error;
#[doc(hidden)]
pub mod export;
mod field_path;
pub mod host;
pub mod json;
mod letter_case;
mod letter_tables;
mod memory;
mod output;
mod records;
mod role;
pub mod run;
mod value;
mod written;

pub use arena::Arena;
pub use config::{shorten, source, Config};
pub use error::{Error, HostError};
pub use field_path::FieldPath;
pub use json::{Json, Kind, Member};
pub use letter_case::{write_folded, write_lower, write_upper};
pub use output::Output;
pub use records::{Record, Records};
pub use role::{Aggregator, Destination, Filter, Plugin, Processor, Source, State, Transformer};
pub use value::{Number, Value};
pub use written::Written;
