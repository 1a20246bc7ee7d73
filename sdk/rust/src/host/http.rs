//! Requests and responses of `host_http`, typed.

use super::Answer;
use crate::error::HostError;
use crate::json::Json;
use crate::output::Output;

/// A request, which `send` sends.
#[derive(Clone, Debug)]
pub struct Request {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Body>,
    wants_text: bool,
    wait_ms: u32,
}

#[derive(Clone, Debug)]
enum Body {
    Text(String),
    Bytes(Vec<u8>),
}

impl Request {
    pub fn new(method: &str, url: &str) -> Self {
        let (method, url) = (method.to_string(), url.to_string());
        Request { method, url, headers: Vec::new(), body: None, wants_text: false, wait_ms: 0 }
    }

    pub fn get(url: &str) -> Self {
        Request::new("GET", url)
    }

    pub fn post(url: &str) -> Self {
        Request::new("POST", url)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_string(), value.to_string()));
        self
    }

    pub fn text_body(mut self, body: &str) -> Self {
        self.body = Some(Body::Text(body.to_string()));
        self
    }

    pub fn body(mut self, body: &[u8]) -> Self {
        self.body = Some(Body::Bytes(body.to_vec()));
        self
    }

    /// Has a text in another charset arrive as UTF-8.
    pub fn as_text(mut self) -> Self {
        self.wants_text = true;
        self
    }

    /// Has the host wait for a busy server, so long in all and at most five times.
    pub fn wait_ms(mut self, wait_ms: u32) -> Self {
        self.wait_ms = wait_ms;
        self
    }

    fn to_json(&self) -> Output {
        let mut out = Output::new();
        out.begin_object().key("method").text(&self.method).key("url").text(&self.url).key("headers").begin_object();
        for (name, value) in &self.headers {
            out.key(name).text(value);
        }
        out.end_object();
        match &self.body {
            Some(Body::Text(text)) => drop(out.key("body").text(text)),
            Some(Body::Bytes(bytes)) => drop(out.key("body_base64").text(&to_base64(bytes))),
            None => {}
        }
        if self.wants_text {
            out.key("text").boolean(true);
        }
        if self.wait_ms > 0 {
            out.key("wait_ms").integer(self.wait_ms.into());
        }
        out.end_object();
        out
    }

    pub fn send(&self) -> Result<Response, HostError> {
        let answer = super::http(self.to_json().content())?;
        Response::read(&answer).ok_or(HostError::Invalid)
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Response {
    pub status: u16,
    /// The address that answered after all redirects: relative links begin there.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    fn read(answer: &Answer) -> Option<Response> {
        let json = Json::parse(answer)?;
        let text = |key: &str| json.get(key).and_then(|found| found.as_text());
        let body = match (text("body"), text("body_base64")) {
            (Some(body), _) => body.into_owned(),
            (None, Some(base64)) => from_base64(&base64)?,
            (None, None) => Vec::new(),
        };
        let headers = json.get("headers").map(|headers| headers.members()).into_iter().flatten();
        Some(Response {
            status: json.get("status")?.as_i64().and_then(|status| u16::try_from(status).ok())?,
            url: json.get("url").and_then(|url| url.as_str()).unwrap_or_default().into_owned(),
            headers: headers
                .map(|member| (member.name().into_owned(), member.value.as_str().unwrap_or_default().into_owned()))
                .collect(),
            body,
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() + 2) / 3 * 4);
    for three in bytes.chunks(3) {
        let value = three.iter().fold(0u32, |value, byte| value << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = DIGITS[(value >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { digit as char } else { '=' });
        }
    }
    text
}

fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut value, mut bits) = (0u32, 0);
    for c in text.iter().take_while(|c| **c != b'=') {
        value = value << 6 | DIGITS.iter().position(|digit| digit == c)? as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((value >> bits) as u8);
            value &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::StandIn;
    use super::*;

    #[test]
    fn sends_a_request_and_reads_the_response() {
        StandIn::with(|host| {
            host.responses = vec![br#"{"status":200,"url":"https://a/b","headers":{"content-type":"x"},"body_base64":"AP8="}"#.to_vec()]
        });
        let response = Request::post("https://a").header("x-a", "1").body(&[0, 255]).wait_ms(5).send().unwrap();
        assert_eq!((response.status, response.header("Content-Type"), &response.body[..]), (200, Some("x"), &[0, 255][..]));
        let sent = r#"{"method":"POST","url":"https://a","headers":{"x-a":"1"},"body_base64":"AP8=","wait_ms":5}"#;
        assert_eq!(StandIn::with(|host| host.requests.clone()), [sent]);
        assert_eq!(Request::get("https://a").send().unwrap_err(), HostError::NotPermitted);
    }

    #[test]
    fn writes_and_reads_base64_of_every_length() {
        for length in 0..70u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(37)).collect();
            assert_eq!(from_base64(to_base64(&bytes).as_bytes()).unwrap(), bytes);
        }
        assert_eq!((to_base64(b"a"), to_base64(b"ab"), to_base64(b"abc")), ("YQ==".into(), "YWI=".into(), "YWJj".into()));
    }
}
