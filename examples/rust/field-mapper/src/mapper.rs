//! How one record becomes another: convert, compute, set, then select or drop, then rename.

use dataflare::{host, Arena, Record, Value};

use crate::column::{said, Column};
use crate::convert::Conversion;
use crate::expression::Counts;
use crate::row::{room_of, Columns, Row};

#[derive(Default)]
pub struct Mapper {
    pub columns: Vec<Column>,
    pub row: Columns,
    pub conversions: Vec<Conversion>,
    /// Columns in the order in which they are computed; each sees those before it.
    pub computed: Vec<usize>,
    /// Those that are set or computed, in the order in which the configuration names them.
    made: Vec<usize>,
    pub selects: bool,
    pub counts: Counts,
    record: u64,
    /// The record under way has a renamed field twice.
    is_doubled: bool,
    /// It is written anew, with an eye on such fields.
    is_careful: bool,
    /// A bit for each length of a name that is known: most fields are none of them.
    lengths: u64,
    arena: Arena,
    room: Vec<Option<Value<'static>>>,
}

impl Mapper {
    /// The number of a column, made on first mention.
    pub fn column(&mut self, name: &[u8]) -> usize {
        if let Some(index) = self.columns.iter().position(|column| column.name == name) {
            return index;
        }
        self.columns.push(Column::new(name));
        self.lengths |= 1 << (name.len() & 63);
        self.columns.len() - 1
    }

    fn find(&self, name: &[u8]) -> Option<usize> {
        if self.lengths >> (name.len() & 63) & 1 == 0 {
            return None;
        }
        self.columns.iter().position(|column| column.name == name)
    }

    /// Appends the record that another one becomes.
    pub fn map(&mut self, record: &Record<'_>, out: &mut Vec<u8>) {
        let mut arena = std::mem::take(&mut self.arena);
        arena.reset();
        let columns = std::mem::take(&mut self.row);
        let mut row = Row::new(&columns, *record, std::mem::take(&mut self.room));
        for conversion in &mut self.conversions {
            let value = row.value(conversion.column, &arena);
            row.set(conversion.column, conversion.apply(value, &arena));
        }
        for computed in &self.computed {
            let column = &self.columns[*computed];
            if let Some(expression) = &column.expression {
                let value = expression.evaluate(&mut row, &arena, &mut self.counts);
                row.set(column.index, value);
            }
        }
        let start = out.len();
        self.is_careful = false;
        self.is_doubled = false;
        self.copy_fields(record, &mut row, &arena, out);
        if self.is_doubled {
            out.truncate(start);
            self.is_careful = true;
            self.copy_fields(record, &mut row, &arena, out);
        }
        for at in 0..self.made.len() {
            self.write_made(self.made[at], &mut row, &arena, out);
        }
        // The last comma is overwritten.
        if out.len() > start + 1 {
            out.pop();
        }
        out.push(b'}');
        self.room = room_of(row);
        self.row = columns;
        self.arena = arena;
    }

    fn copy_fields<'a>(&mut self, record: &Record<'a>, row: &mut Row<'_, 'a>, arena: &'a Arena, out: &mut Vec<u8>) {
        self.record += 1;
        out.push(b'{');
        for field in 0..record.len() {
            let (name, member) = match (record.name(field), record.member(field)) {
                (Some(name), Some(member)) => (name, member),
                _ => return,
            };
            if let Some(column) = self.find(name) {
                self.copy_known(column, record, field, row, arena, out);
            } else if !self.selects {
                out.extend_from_slice(member.key.raw());
                out.push(b':');
                out.extend_from_slice(member.value.raw());
                out.push(b',');
            }
        }
    }

    fn copy_known<'a>(
        &mut self,
        index: usize,
        record: &Record<'a>,
        field: usize,
        row: &mut Row<'_, 'a>,
        arena: &'a Arena,
        out: &mut Vec<u8>,
    ) {
        let column = &self.columns[index];
        if column.is_made() {
            return self.write_made(index, row, arena, out);
        }
        if column.dropped || (self.selects && !column.selected) {
            return;
        }
        if let Some(rival) = column.rival {
            if self.gives_way(index, rival, record) {
                return;
            }
        }
        let column = &mut self.columns[index];
        let is_written = column.written == self.record;
        if column.is_converted {
            if is_written {
                return;
            }
            column.written = self.record;
            out.extend_from_slice(&column.label);
            row.value(column.index, arena).write(out);
        } else {
            if column.is_renamed {
                // Of a name that stands twice the last counts, and the others must not be renamed to the same again.
                self.is_doubled |= is_written;
                column.written = self.record;
                if self.is_careful && record.index_of(&column.name) != Some(field) {
                    return;
                }
            }
            out.extend_from_slice(&column.label);
            out.extend_from_slice(record.member(field).map_or(b"null", |member| member.value.raw()));
        }
        out.push(b',');
    }

    fn gives_way(&mut self, index: usize, rival: usize, record: &Record<'_>) -> bool {
        let rival = &self.columns[rival];
        if !rival.is_made() && record.index_of(&rival.name).is_none() {
            return false;
        }
        let column = &mut self.columns[index];
        column.replaced += u64::from(column.written != self.record && !self.is_careful);
        column.written = self.record;
        true
    }

    /// Writes what is set or computed, unless this record has it.
    fn write_made<'a>(&mut self, index: usize, row: &mut Row<'_, 'a>, arena: &'a Arena, out: &mut Vec<u8>) {
        let column = &mut self.columns[index];
        if std::mem::replace(&mut column.written, self.record) == self.record || column.dropped {
            return;
        }
        out.extend_from_slice(&column.label);
        match &column.constant {
            Some(constant) => out.extend_from_slice(constant),
            None => row.value(column.index, arena).write(out),
        }
        out.push(b',');
    }

    /// To be called when all is known. Sees to it that no two fields of the output have one name. Answers what is wrong
    /// where the configuration itself says so; a field that it does not name gives way to the renamed one.
    pub fn settle(&mut self) -> Result<(), String> {
        self.made = (0..self.columns.len()).filter(|index| self.columns[*index].is_made()).collect();
        let selects = self.selects;
        for (index, column) in self.columns.iter().enumerate() {
            if !column.is_renamed || !column.is_shown(selects) {
                continue;
            }
            let clash = self.columns.iter().enumerate().find(|(other_index, other)| {
                *other_index != index && other.target == column.target && other.is_shown(selects)
            });
            if let Some((_, other)) = clash {
                let (name, target) = (said(&column.name), said(&column.target));
                return Err(if other.is_renamed {
                    let other = said(&other.name);
                    format!("config.rename: \"{}\" and \"{}\" would both be named \"{}\"", name, other, target)
                } else {
                    let what = "drop or rename the other one";
                    format!("config.rename.{}: there would be two fields \"{}\"; {}", name, target, what)
                });
            }
        }
        for index in 0..self.columns.len() {
            if self.columns[index].is_renamed && self.columns[index].is_shown(selects) {
                let target = self.columns[index].target.clone();
                let other = self.column(&target);
                if !self.columns[other].is_renamed {
                    self.columns[other].rival = Some(index);
                }
            }
        }
        Ok(())
    }

    /// Says what was left out.
    pub fn complain(&self) {
        for conversion in self.conversions.iter().filter(|conversion| conversion.failures > 0) {
            host::warn(&format!(
                "{} values of \"{}\" could not be read as {} and became null",
                conversion.failures, conversion.field, conversion.target
            ));
        }
        for column in self.columns.iter().filter(|column| column.replaced > 0) {
            if let Some(rival) = column.rival {
                let (name, rival) = (said(&column.name), said(&self.columns[rival].name));
                let what = "which was renamed to it";
                host::warn(&format!("\"{}\" of {} records gave way to \"{}\", {}", name, column.replaced, rival, what));
            }
        }
        let Counts { beyond_range, inexact } = self.counts;
        if beyond_range > 0 {
            let what = "met or gave a number beyond the range of numbers (1.8e308) and became null";
            host::warn(&format!("{} computations {}", beyond_range, what));
        }
        if inexact > 0 {
            let what = "whole numbers of more than 15 digits were rounded to 64 bits to be computed with";
            host::warn(&format!("{} {}", inexact, what));
        }
    }
}
