//! In place of the host where a plugin's own unit tests run, which is no sandbox.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Deref;

use crate::error::HostError;

/// What the host has and what it was told, for the thread that asks: each test has its own. A file, a variable or an
/// answer that is not here is denied, as without a grant.
#[derive(Default)]
pub struct Host {
    pub config: BTreeMap<String, String>,
    pub env: BTreeMap<String, String>,
    pub files: BTreeMap<String, Vec<u8>>,
    pub folders: BTreeMap<String, String>,
    pub state: BTreeMap<String, Vec<u8>>,
    /// What `host_http` answers, in this order.
    pub responses: Vec<Vec<u8>>,
    pub requests: Vec<String>,
    /// `level: message`.
    pub logs: Vec<String>,
    pub progress: Vec<(i64, i64)>,
    pub error: Option<String>,
    /// Unix time in ms.
    pub now: i64,
    pub random: f64,
}

thread_local!(static HOST: RefCell<Host> = RefCell::default());

impl Host {
    /// Looks at this thread's host, or changes it.
    pub fn with<T>(act: impl FnOnce(&mut Host) -> T) -> T {
        HOST.with(|host| act(&mut host.borrow_mut()))
    }
}

/// Bytes that a host function answered.
#[derive(Default)]
pub struct Answer(Vec<u8>);

impl Deref for Answer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

type Found = Result<Option<Answer>, HostError>;

pub fn log(level: &str, message: &str) {
    Host::with(|host| host.logs.push(format!("{}: {}", level, message)));
}

pub fn now() -> i64 {
    Host::with(|host| host.now)
}

pub fn random() -> f64 {
    Host::with(|host| host.random)
}

pub fn set_error(message: &str) {
    Host::with(|host| host.error = Some(message.to_string()));
}

pub fn progress(done: i64, total: i64) {
    Host::with(|host| host.progress.push((done, total)));
}

pub fn config(key: &str) -> Found {
    Host::with(|host| Ok(host.config.get(key).map(|json| Answer(json.clone().into_bytes()))))
}

pub fn env(name: &str) -> Found {
    let found = Host::with(|host| host.env.get(name).cloned());
    found.map(|value| Some(Answer(value.into_bytes()))).ok_or(HostError::NotPermitted)
}

pub fn read_file(path: &str, offset: i64, max: i32) -> Found {
    Host::with(|host| {
        let file = host.files.get(path).ok_or(HostError::NotPermitted)?;
        let start = (offset as usize).min(file.len());
        let end = (start + max as usize).min(file.len());
        Ok(Some(Answer(file[start..end].to_vec())))
    })
}

pub fn write_file(path: &str, data: &[u8], mode: i32) -> Result<(), HostError> {
    Host::with(|host| {
        let file = host.files.entry(path.to_string()).or_default();
        if mode == 0 {
            file.clear();
        }
        file.extend_from_slice(data);
    });
    Ok(())
}

pub fn list_dir(path: &str) -> Found {
    let found = Host::with(|host| host.folders.get(path).cloned());
    found.map(|json| Some(Answer(json.into_bytes()))).ok_or(HostError::NotPermitted)
}

pub fn http(request: &[u8]) -> Found {
    Host::with(|host| {
        host.requests.push(String::from_utf8_lossy(request).into_owned());
        if host.responses.is_empty() {
            return Err(HostError::NotPermitted);
        }
        Ok(Some(Answer(host.responses.remove(0))))
    })
}

pub fn get_state(key: &str) -> Found {
    Host::with(|host| Ok(host.state.get(key).map(|value| Answer(value.clone()))))
}

pub fn set_state(key: &str, value: &[u8]) -> Result<(), HostError> {
    Host::with(|host| {
        if value.is_empty() {
            host.state.remove(key);
        } else {
            host.state.insert(key.to_string(), value.to_vec());
        }
    });
    Ok(())
}
