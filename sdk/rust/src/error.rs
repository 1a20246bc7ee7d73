//! What fails, for people.

use std::fmt;

/// What a host function answered instead of doing what it was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HostError {
    NotFound,
    /// Input or output failed.
    Io,
    /// The grant of this plugin does not allow it. The run says which rule.
    NotPermitted,
    Invalid,
    TooLarge,
    /// A full disk, or the quota of the plugin's state.
    NoSpace,
    TimedOut,
    Cancelled,
    /// A status that this version of the crate has no word for.
    Other(i32),
}

impl HostError {
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
    pub(crate) fn of(status: i32) -> Self {
        match status {
            -2 => HostError::NotFound,
            -5 => HostError::Io,
            -13 => HostError::NotPermitted,
            -22 => HostError::Invalid,
            -27 => HostError::TooLarge,
            -28 => HostError::NoSpace,
            -110 => HostError::TimedOut,
            -125 => HostError::Cancelled,
            other => HostError::Other(other),
        }
    }

    /// The negative number that the host answered.
    pub fn status(self) -> i32 {
        match self {
            HostError::NotFound => -2,
            HostError::Io => -5,
            HostError::NotPermitted => -13,
            HostError::Invalid => -22,
            HostError::TooLarge => -27,
            HostError::NoSpace => -28,
            HostError::TimedOut => -110,
            HostError::Cancelled => -125,
            HostError::Other(status) => status,
        }
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            HostError::NotFound => "no such file or folder",
            HostError::Io => "input or output error",
            HostError::NotPermitted => "not permitted by the grant of this plugin",
            HostError::Invalid => "the host refused the request as invalid",
            HostError::TooLarge => "too large",
            HostError::NoSpace => "no space left",
            HostError::TimedOut => "timed out",
            HostError::Cancelled => "cancelled",
            HostError::Other(status) => return write!(f, "error {}", status),
        })
    }
}

impl std::error::Error for HostError {}

/// Why a call fails: a sentence for the person who runs the plugin. Made of a text, or by `?` of what a host function
/// answered; `error.within("cannot read x")` says what was being done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    message: String,
    status: i32,
}

impl Error {
    pub fn new(message: impl Into<String>) -> Self {
        Error { message: message.into(), status: HostError::Invalid.status() }
    }

    /// Puts words before its own: `cannot read x: no such file or folder`.
    pub fn within(self, what: &str) -> Self {
        Error { message: format!("{}: {}", what, self.message), ..self }
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    /// The negative number that the exported function returns.
    pub fn status(&self) -> i32 {
        self.status
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<&str> for Error {
    fn from(message: &str) -> Self {
        Error::new(message)
    }
}

impl From<String> for Error {
    fn from(message: String) -> Self {
        Error::new(message)
    }
}

impl From<HostError> for Error {
    fn from(error: HostError) -> Self {
        // A status of 0 or more would be no failure.
        Error { message: error.to_string(), status: error.status().min(-1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_status_of_the_host() {
        for status in [-1, -2, -5, -13, -22, -27, -28, -110, -125, -99] {
            assert_eq!(HostError::of(status).status(), status);
            assert_eq!(Error::from(HostError::of(status)).within("x").status(), status);
        }
        assert_eq!(Error::from(HostError::NotFound).within("cannot read x").message(), "cannot read x: no such file or folder");
    }
}
