use dataflare::{shorten, source, Config, Json, Kind, Member};

use crate::column::said;
use crate::convert::{Conversion, TARGETS};
use crate::mapper::Mapper;
use crate::parse_expression::Parser;

/// Fills a mapper from the configuration; problems are noted there.
pub fn read_mapping(config: &mut Config<'_>, mapper: &mut Mapper) {
    config.only(&["select", "drop", "rename", "set", "convert", "compute", "date_order"]);
    let day_first = config.choice("date_order", &["mdy", "dmy"], "mdy") == "dmy";
    mapper.selects = config.get("select").is_some();
    for name in config.list("select") {
        let column = mapper.column(&name.as_text().unwrap_or_default());
        mapper.columns[column].selected = true;
    }
    for name in config.list("drop") {
        let column = mapper.column(&name.as_text().unwrap_or_default());
        mapper.columns[column].dropped = true;
    }
    read_renames(config, mapper);
    read_conversions(config, mapper, day_first);
    read_constants(config, mapper);
    read_computations(config, mapper);
    if let Err(clash) = mapper.settle() {
        config.refuse(clash);
    }
}

fn members<'t>(config: &mut Config<'t>, key: &str) -> Vec<Member<'t>> {
    config.object(key).map_or_else(Vec::new, |object| object.members().collect())
}

fn found(json: Json<'_>) -> String {
    shorten(&source(json))
}

fn read_renames(config: &mut Config<'_>, mapper: &mut Mapper) {
    for member in members(config, "rename") {
        match member.value.as_text() {
            None => {
                let found = found(member.value);
                config.refuse(format!("config.rename.{} must be text, found {}", member.name(), found));
            }
            Some(to) => {
                let column = mapper.column(&member.name_bytes());
                mapper.columns[column].rename(&to);
            }
        }
    }
}

fn read_conversions(config: &mut Config<'_>, mapper: &mut Mapper, day_first: bool) {
    for member in members(config, "convert") {
        let (name, field) = (member.name_bytes(), member.name().into_owned());
        let target = match TARGETS.iter().find(|target| member.value.is_text(target)) {
            Some(target) => *target,
            None => {
                let (words, found) = (TARGETS.join(", "), found(member.value));
                config.refuse(format!("config.convert.{} must be one of {}, found {}", field, words, found));
                continue;
            }
        };
        let column = mapper.column(&name);
        let index = mapper.row.column(&name);
        mapper.columns[column].index = index;
        mapper.columns[column].is_converted = true;
        mapper.conversions.push(Conversion { field, column: index, target, day_first, failures: 0 });
    }
}

fn read_constants(config: &mut Config<'_>, mapper: &mut Mapper) {
    for member in members(config, "set") {
        let mut constant = Vec::new();
        member.value.write_compact(&mut constant);
        let column = mapper.column(&member.name_bytes());
        mapper.columns[column].constant = Some(constant);
    }
}

fn read_computations(config: &mut Config<'_>, mapper: &mut Mapper) {
    for member in members(config, "compute") {
        let name = member.name_bytes();
        if member.value.kind() != Kind::Text {
            let found = found(member.value);
            config.refuse(format!("config.compute.{} must be an expression in text, found {}", said(&name), found));
            continue;
        }
        let column = mapper.column(&name);
        if mapper.columns[column].constant.is_some() {
            config.refuse(format!("config: {} is both set and computed", said(&name)));
        }
        let text = member.value.as_str().unwrap_or_default();
        match Parser::parse(&text, &mut mapper.row) {
            Ok(expression) => mapper.columns[column].expression = Some(expression),
            Err(problem) => config.refuse(format!("config.compute.{}: {}", said(&name), problem)),
        }
        mapper.columns[column].index = mapper.row.column(&name);
        mapper.computed.push(column);
    }
}
