use dataflare::json::write_string;

use crate::expression::Expression;

/// What is known about one name of the input or the output. Names are UTF-8, with half a surrogate pair as its three
/// bytes.
pub struct Column {
    pub name: Vec<u8>,
    /// The name in the output.
    pub target: Vec<u8>,
    /// `"name":` as the output has it.
    pub label: Vec<u8>,
    pub is_renamed: bool,
    pub selected: bool,
    pub dropped: bool,
    pub is_converted: bool,
    pub expression: Option<Expression>,
    /// JSON text.
    pub constant: Option<Vec<u8>>,
    /// Number in the row, where its value is needed.
    pub index: usize,
    /// Number of the last record that has it, of the mapper's counting.
    pub written: u64,
    /// The column that is renamed to the name of this one, which gives way in records that have both.
    pub rival: Option<usize>,
    /// Records in which it gave way.
    pub replaced: u64,
}

impl Column {
    pub fn new(name: &[u8]) -> Self {
        let mut column = Column {
            name: name.to_vec(),
            target: Vec::new(),
            label: Vec::new(),
            is_renamed: false,
            selected: false,
            dropped: false,
            is_converted: false,
            expression: None,
            constant: None,
            index: 0,
            written: 0,
            rival: None,
            replaced: 0,
        };
        column.rename(name);
        column
    }

    pub fn rename(&mut self, to: &[u8]) {
        self.target = to.to_vec();
        self.is_renamed = to != self.name;
        self.label.clear();
        write_string(to, &mut self.label);
        self.label.push(b':');
    }

    /// Whether the value is not the one of the input.
    pub fn is_made(&self) -> bool {
        self.expression.is_some() || self.constant.is_some()
    }

    /// Whether it is in the output of records that have it.
    pub fn is_shown(&self, selects: bool) -> bool {
        !self.dropped && (self.is_made() || !selects || self.selected)
    }
}

/// A name, for a sentence.
pub fn said(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
