//! A web server that models are pulled from, as good or bad as a test wants it.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How the mirror treats a request.
#[derive(Clone, Copy, PartialEq)]
pub enum Mode {
    /// As it should, ranges included.
    Good,
    /// The whole file, whatever range is asked for.
    NoRanges,
    /// It breaks off after this many bytes of the answer.
    Short(usize),
    /// A web page with status 200.
    Page,
    /// Nothing.
    Missing,
    /// The right length, the wrong bytes.
    Wrong,
}

/// A web server with one file, on a thread of this test.
pub struct Mirror {
    pub url: String,
    modes: Arc<Mutex<Vec<Mode>>>,
    /// The `Range` header of each request.
    ranges: Arc<Mutex<Vec<Option<String>>>>,
}

impl Mirror {
    /// Each request takes the next mode; the last one stays.
    pub fn new(file: &[u8], modes: &[Mode]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let modes = Arc::new(Mutex::new(modes.to_vec()));
        let ranges = Arc::new(Mutex::new(Vec::new()));
        let (file, shared, seen) = (file.to_vec(), Arc::clone(&modes), Arc::clone(&ranges));
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mode = {
                    let mut modes = shared.lock().unwrap();
                    if modes.len() > 1 { modes.remove(0) } else { modes[0] }
                };
                // A client that has gone is no failure of the mirror.
                let _ = serve(stream.unwrap(), &file, mode, &seen);
            }
        });
        Self { url, modes, ranges }
    }

    pub fn now(&self, mode: Mode) {
        *self.modes.lock().unwrap() = vec![mode];
    }

    pub fn ranges(&self) -> Vec<Option<String>> {
        self.ranges.lock().unwrap().drain(..).collect()
    }
}

fn serve(stream: TcpStream, file: &[u8], mode: Mode, ranges: &Mutex<Vec<Option<String>>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut range = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("range") => range = Some(value.to_owned()),
            _ if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    ranges.lock().unwrap().push(range.clone());
    let start = range.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()).unwrap_or(0);
    let start = if mode == Mode::NoRanges { 0 } else { start };
    let wrong: Vec<u8>;
    let (status, body) = match mode {
        Mode::Page => ("200 OK", &b"<!doctype html><title>Log in</title>"[..]),
        Mode::Missing => ("404 Not Found", &b"no"[..]),
        Mode::Wrong => {
            wrong = file.iter().enumerate().map(|(n, byte)| byte ^ u8::from(n >= 100)).collect();
            ("200 OK", &wrong[..])
        }
        _ if start > 0 => ("206 Partial Content", &file[start..]),
        _ => ("200 OK", file),
    };
    let sent = if let Mode::Short(n) = mode { &body[..n.min(body.len())] } else { body };
    let mut stream = reader.into_inner();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n", body.len())?;
    if status.starts_with("206") {
        write!(stream, "Content-Range: bytes {start}-{}/{}\r\n", file.len() - 1, file.len())?;
    }
    stream.write_all(b"\r\n")?;
    stream.write_all(sent)
}
