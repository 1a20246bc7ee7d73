//! expression := product (("+" | "-") product)*      product := unary (("*" | "/" | "%") unary)*
//! unary := "-" unary | primary
//! primary := number | "text" | 'text' | null | true | false | name | [any name] | name "(" … ")" | "(" expression ")"

use dataflare::json::is_number;
use dataflare::{Number, Value};

use crate::expression::{Expression, Operator};
use crate::functions::FUNCTIONS;
use crate::row::Columns;

const MAX_DEPTH: usize = 100;

/// Places in the text are counted in UTF-16, as JavaScript counts them.
pub struct Parser<'c> {
    text: Vec<u16>,
    columns: &'c mut Columns,
    at: usize,
    depth: usize,
}

type Parsed = Result<Expression, String>;

fn is_name_start(c: u16) -> bool {
    matches!(c | 0x20, 0x61..=0x7a) || c == u16::from(b'_') || c == u16::from(b'$') || c > 0x7f
}

fn is_digit(c: u16) -> bool {
    (0x30..=0x39).contains(&c)
}

impl<'c> Parser<'c> {
    /// Parses an expression, or says what is wrong with it.
    pub fn parse(text: &str, columns: &'c mut Columns) -> Parsed {
        let mut parser = Parser { text: text.encode_utf16().collect(), columns, at: 0, depth: 0 };
        let whole = parser.sum()?;
        parser.space();
        if parser.at < parser.text.len() {
            return parser.unexpected();
        }
        Ok(whole)
    }

    fn part(&self, start: usize, end: usize) -> String {
        String::from_utf16_lossy(&self.text[start.min(self.text.len())..end.min(self.text.len())])
    }

    fn refuse<T>(&self, problem: &str) -> Result<T, String> {
        let text = self.part(0, self.text.len());
        Err(format!("{} at character {} of \"{}\"", problem, self.at + 1, text))
    }

    fn unexpected(&self) -> Parsed {
        let is_pair = self.text[self.at] & 0xfc00 == 0xd800;
        let character = self.part(self.at, self.at + 1 + is_pair as usize);
        self.refuse(&format!("unexpected \"{}\"", character))
    }

    fn peek(&self) -> u16 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    /// The next character that is no white space, 0 at the end.
    fn space(&mut self) -> u16 {
        while self.at < self.text.len() && self.text[self.at] <= 0x20 {
            self.at += 1;
        }
        self.peek()
    }

    fn deeper(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.refuse("nested too deeply");
        }
        Ok(())
    }

    /// The operator that comes next, if it is one of these. Moves over it.
    fn operator(&mut self, among: &[(u8, Operator)]) -> Option<Operator> {
        let c = self.space();
        let (_, operator) = among.iter().find(|(sign, _)| u16::from(*sign) == c)?;
        self.at += 1;
        Some(*operator)
    }

    fn sum(&mut self) -> Parsed {
        self.deeper()?;
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&[(b'+', Operator::Plus), (b'-', Operator::Minus)]) {
            left = Expression::Binary(operator, Box::new(left), Box::new(self.product()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn product(&mut self) -> Parsed {
        const SIGNS: [(u8, Operator); 3] =
            [(b'*', Operator::Times), (b'/', Operator::Over), (b'%', Operator::Modulo)];
        let mut left = self.unary()?;
        while let Some(operator) = self.operator(&SIGNS) {
            left = Expression::Binary(operator, Box::new(left), Box::new(self.unary()?));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed {
        if self.space() != u16::from(b'-') {
            return self.primary();
        }
        self.at += 1;
        self.deeper()?;
        let part = self.unary()?;
        self.depth -= 1;
        Ok(Expression::Negation(Box::new(part)))
    }

    fn primary(&mut self) -> Parsed {
        let c = self.space();
        match c {
            0 => self.refuse("a value is missing"),
            0x28 => {
                self.at += 1;
                let inner = self.sum()?;
                if self.space() != u16::from(b')') {
                    return self.refuse("a ) is missing");
                }
                self.at += 1;
                Ok(inner)
            }
            0x22 | 0x27 => self.quoted(c),
            0x5b => self.bracketed(),
            _ if is_digit(c) => self.number(),
            _ if is_name_start(c) => self.word(),
            _ => self.unexpected(),
        }
    }

    fn quoted(&mut self, quote: u16) -> Parsed {
        let mut text = Vec::new();
        self.at += 1;
        while self.at < self.text.len() {
            let c = self.text[self.at];
            if c == quote {
                self.at += 1;
                return Ok(Expression::Constant(Value::Text(keep(String::from_utf16_lossy(&text)))));
            }
            if c == u16::from(b'\\') && self.at + 1 < self.text.len() {
                self.at += 1;
            }
            text.push(self.text[self.at]);
            self.at += 1;
        }
        self.refuse("a closing quote is missing")
    }

    fn bracketed(&mut self) -> Parsed {
        match self.text[self.at..].iter().position(|c| *c == u16::from(b']')) {
            None => self.refuse("a ] is missing"),
            Some(length) => {
                let name = self.part(self.at + 1, self.at + length);
                self.at += length + 1;
                Ok(Expression::Field(self.columns.column(name.as_bytes())))
            }
        }
    }

    fn is_number_part(&self) -> bool {
        let c = self.peek();
        let is_sign = c == u16::from(b'+') || c == u16::from(b'-');
        is_digit(c)
            || c == u16::from(b'.')
            || c | 0x20 == u16::from(b'e')
            || (is_sign && self.text[self.at - 1] | 0x20 == u16::from(b'e'))
    }

    fn number(&mut self) -> Parsed {
        let start = self.at;
        while self.at < self.text.len() && self.is_number_part() {
            self.at += 1;
        }
        let text = self.part(start, self.at);
        if !is_number(text.as_bytes()) {
            self.at = start;
            return self.refuse("not a number");
        }
        let number = Number::written(keep(text));
        if !number.float().is_finite() {
            self.at = start;
            return self.refuse("a number beyond the range of numbers (1.8e308)");
        }
        Ok(Expression::Constant(Value::Number(number.simplified())))
    }

    fn word(&mut self) -> Parsed {
        let start = self.at;
        let is_part = |c: u16| is_name_start(c) || is_digit(c) || c == u16::from(b'.');
        while self.at < self.text.len() && is_part(self.text[self.at]) {
            self.at += 1;
        }
        let name = self.part(start, self.at);
        if self.space() == u16::from(b'(') {
            return self.call(&name, start);
        }
        Ok(match name.as_str() {
            "null" => Expression::Constant(Value::Null),
            "true" => Expression::Constant(Value::Boolean(true)),
            "false" => Expression::Constant(Value::Boolean(false)),
            _ => Expression::Field(self.columns.column(name.as_bytes())),
        })
    }

    fn call(&mut self, name: &str, start: usize) -> Parsed {
        let (function, most) = match FUNCTIONS.iter().find(|(own, ..)| *own == name) {
            Some((_, function, most)) => (*function, *most),
            None => {
                self.at = start;
                let names = FUNCTIONS.map(|(name, ..)| name).join(", ");
                return self.refuse(&format!("no function {} (there are {})", name, names));
            }
        };
        let mut parts = Vec::new();
        self.at += 1;
        while self.space() != u16::from(b')') {
            parts.push(self.sum()?);
            match self.space() {
                0x2c => self.at += 1,
                0x29 => {}
                _ => return self.refuse("a ) is missing"),
            }
        }
        self.at += 1;
        if parts.is_empty() || parts.len() > most {
            return self.refuse(&format!("{} does not take {} values", name, parts.len()));
        }
        Ok(Expression::Call(function, parts))
    }
}

/// Texts of the configuration live as long as the plugin, which is as long as the module.
fn keep(text: String) -> &'static [u8] {
    Box::leak(text.into_bytes().into_boxed_slice())
}
