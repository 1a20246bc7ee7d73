use dataflare::{Arena, FieldPath, Record, Value};

/// The names of the values that are asked for.
#[derive(Default)]
pub struct Columns {
    paths: Vec<(Vec<u8>, FieldPath)>,
}

impl Columns {
    /// The number of a column, made on first mention.
    pub fn column(&mut self, name: &[u8]) -> usize {
        if let Some(index) = self.paths.iter().position(|(own, _)| own == name) {
            return index;
        }
        self.paths.push((name.to_vec(), FieldPath::from_bytes(name)));
        self.paths.len() - 1
    }
}

/// The values of one record by name, read when they are first asked for. A column may be overwritten by a conversion or
/// a computation; what comes later sees the new value.
pub struct Row<'c, 'a> {
    columns: &'c Columns,
    record: Record<'a>,
    values: Vec<Option<Value<'a>>>,
}

impl<'c, 'a> Row<'c, 'a> {
    /// `room` is where the values are put; what it holds is forgotten.
    pub fn new(columns: &'c Columns, record: Record<'a>, room: Vec<Option<Value<'static>>>) -> Self {
        // A value for ever is a value for the length of a record as well, so the room can be used for both.
        let mut values: Vec<Option<Value<'a>>> = room;
        values.clear();
        values.resize(columns.paths.len(), None);
        Row { columns, record, values }
    }

    pub fn value(&mut self, column: usize, arena: &'a Arena) -> Value<'a> {
        if let Some(value) = self.values[column] {
            return value;
        }
        let found = self.record.find(&self.columns.paths[column].1);
        let value = found.map_or(Value::Null, |json| Value::read(json, arena));
        self.values[column] = Some(value);
        value
    }

    pub fn set(&mut self, column: usize, value: Value<'a>) {
        self.values[column] = Some(value);
    }
}

/// Gives the room of a row back for the next one.
pub fn room_of(row: Row<'_, '_>) -> Vec<Option<Value<'static>>> {
    let mut values = row.values;
    values.clear();
    // Nothing is left in it, so nothing is made; the allocation is passed on.
    values.into_iter().map(|_| None).collect()
}
