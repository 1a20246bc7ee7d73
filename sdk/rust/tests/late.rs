//! A plugin is tested as any other code is.

#[path = "../examples/late.rs"]
#[allow(dead_code)]
mod late;
