//! The name of a field as a configuration gives it.

/// `name`, or `outer.inner` where no field has the whole name.
#[derive(Clone, Debug)]
pub struct FieldPath {
    name: Vec<u8>,
    /// Empty where the name has no dot.
    steps: Vec<Vec<u8>>,
}

impl FieldPath {
    pub fn new(name: &str) -> Self {
        Self::from_bytes(name.as_bytes())
    }

    /// From UTF-8 bytes, as `Json::as_text` gives them.
    pub fn from_bytes(name: &[u8]) -> Self {
        let steps: Vec<Vec<u8>> = name.split(|c| *c == b'.').map(<[u8]>::to_vec).collect();
        FieldPath { name: name.to_vec(), steps: if steps.len() > 1 { steps } else { Vec::new() } }
    }

    pub fn name(&self) -> &[u8] {
        &self.name
    }

    pub(crate) fn steps(&self) -> &[Vec<u8>] {
        &self.steps
    }
}
