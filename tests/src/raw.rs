//! HTTP by hand, for what no well-behaved client or server would send.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

/// How long a test waits before it says that nothing comes; no test passes by it.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status; none when the connection ended without one.
    pub status: Option<u16>,
    /// The body.
    pub body: Vec<u8>,
}

/// A whole POST of the protocol, after which the connection ends.
pub fn http_post(path: &str, headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let mut request = format!(
        "POST {path} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\
         content-type: application/vnd.soviec\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    [request.as_bytes(), b"\r\n", body].concat()
}

/// A whole answer.
pub fn http_answer(status: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// Sends bytes and reads one whole answer, or to the end.
pub fn talk(address: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("something listens");
    // A server that has heard enough may end the connection before everything is sent.
    let _ = stream.write_all(bytes);
    split(&read_message(&mut stream))
}

/// Sends bytes, says that no more will come, and reads to the end.
pub fn talk_and_hang_up(address: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("something listens");
    stream.write_all(bytes).expect("a few bytes fit into the socket");
    stream.shutdown(Shutdown::Write).expect("the connection is open");
    split(&read_message(&mut stream))
}

fn split(answer: &[u8]) -> Answer {
    let Some(end) = head_end(answer) else {
        return Answer { status: None, body: Vec::new() };
    };
    let head = String::from_utf8_lossy(&answer[..end]);
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Answer { status, body: answer[end..].to_vec() }
}

/// A server that gives to each request what a function says, byte by byte as it says it, and
/// ends the connection. It ends when dropped.
pub struct Scripted {
    /// Where it listens.
    pub address: SocketAddr,
    end: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Scripted {
    /// Starts it. The function gets the whole request, head and body.
    pub fn start(script: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("a bound socket has an address");
        let end = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&end);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let mut stream = stream.expect("the system accepts");
                let request = read_message(&mut stream);
                // A client that has heard enough may be gone.
                let _ = stream.write_all(&script(&request));
            }
        });
        Self { address, end, thread: Some(thread) }
    }

    /// The address as phones know it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.end.store(true, Ordering::SeqCst);
        // One more connection, so that the thread looks up.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A request or an answer with all of its body, or what came of it before the end.
fn read_message(stream: &mut TcpStream) -> Vec<u8> {
    stream.set_read_timeout(Some(PATIENCE)).expect("the socket takes a timeout");
    let (mut message, mut part) = (Vec::new(), [0; 4096]);
    while !is_whole(&message) {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(length) => message.extend_from_slice(&part[..length]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("the rest of a message does not come: {error}"),
        }
    }
    message
}

fn is_whole(message: &[u8]) -> bool {
    let Some(end) = head_end(message) else { return false };
    let head = String::from_utf8_lossy(&message[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = length.and_then(|length| length.trim().parse::<usize>().ok()).unwrap_or(0);
    message.len() >= end + length
}

/// Where the body begins.
fn head_end(message: &[u8]) -> Option<usize> {
    message.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}
