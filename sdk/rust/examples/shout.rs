//! A transformer that puts one field into upper case and leaves the others as they stand.

use dataflare::{export, write_upper, Config, Error, Output, Plugin, Record, Transformer};

struct Shout {
    field: String,
}

impl Plugin for Shout {
    fn start(config: &mut Config<'_>) -> Result<Self, Error> {
        let field = config.text("field", "");
        if field.is_empty() {
            config.refuse("config.field is missing: name the field to put into upper case");
        }
        Ok(Shout { field })
    }
}

impl Transformer for Shout {
    fn transform(&mut self, record: &Record<'_>, out: &mut Output) -> Result<(), Error> {
        if !record.is_object() {
            out.json(record.json());
            return Ok(());
        }
        out.begin_object();
        for member in record.members() {
            let name = member.name();
            out.key(&name);
            match member.value.as_text() {
                Some(text) if name == self.field.as_str() => {
                    let mut upper = Vec::new();
                    write_upper(&text, &mut upper);
                    out.text_bytes(&upper);
                }
                None if name == self.field.as_str() => panic!("{} is not text", name),
                _ => drop(out.json(member.value)),
            }
        }
        out.end_object();
        Ok(())
    }
}

export!(Shout: Transformer);
