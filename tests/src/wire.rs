//! What can happen to a request and its answer on the way.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use soviec_core::http::{Cancel, Response, Transport, TransportError};

/// A misfortune of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It never arrives.
    RequestLost,
    /// The phone gives up, and the request arrives later. See [`Wire::deliver_late`].
    RequestLate,
    /// It arrives twice.
    RequestTwice,
    /// Half of it arrives.
    RequestCut,
    /// It is worked on, and the answer never arrives.
    ReplyLost,
    /// Half of the answer arrives.
    ReplyCut,
    /// The answer to an earlier request arrives instead.
    ReplyStale,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 7] = [
        Self::RequestLost,
        Self::RequestLate,
        Self::RequestTwice,
        Self::RequestCut,
        Self::ReplyLost,
        Self::ReplyCut,
        Self::ReplyStale,
    ];
}

/// A request as it was sent.
#[derive(Clone)]
struct Sent {
    address: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[derive(Default)]
struct Line {
    faults: VecDeque<Fault>,
    late: Vec<Sent>,
    replies: Vec<Response>,
    elsewhere: Option<String>,
}

/// One phone's way to the office, with the faults that a test puts on it.
pub struct Wire {
    way: Box<dyn Transport>,
    line: Mutex<Line>,
}

impl Wire {
    /// A way without faults.
    pub fn new(way: impl Transport + 'static) -> Self {
        Self { way: Box::new(way), line: Mutex::default() }
    }

    /// The next request without a fault so far meets this one.
    pub fn fault(&self, fault: Fault) {
        self.line().faults.push_back(fault);
    }

    /// Sends requests to another address than the phone's own; none ends it.
    pub fn elsewhere(&self, address: Option<String>) {
        self.line().elsewhere = address;
    }

    /// Lets the requests arrive that are late; nobody hears the answers.
    pub fn deliver_late(&self) {
        let late = std::mem::take(&mut self.line().late);
        for sent in late {
            let _unheard = self.carry(&sent, &Cancel::default());
        }
    }

    /// The answers to whole requests that came in time, oldest first, heard or not.
    pub fn replies(&self) -> Vec<Response> {
        self.line().replies.clone()
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry(&self, sent: &Sent, cancel: &Cancel) -> Result<Response, TransportError> {
        let headers: Vec<_> =
            sent.headers.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        self.way.post(&sent.address, &sent.path, &headers, sent.body.clone(), cancel)
    }

    fn send(&self, sent: &Sent, cancel: &Cancel) -> Result<Response, TransportError> {
        let reply = self.carry(sent, cancel)?;
        self.line().replies.push(reply.clone());
        Ok(reply)
    }

    fn meet(&self, fault: Fault, sent: Sent, cancel: &Cancel) -> Result<Response, TransportError> {
        let earlier = self.line().replies.last().cloned();
        match fault {
            Fault::RequestLost => Err(TransportError::Unreachable),
            Fault::RequestLate => {
                self.line().late.push(sent);
                Err(TransportError::CutOff)
            }
            Fault::RequestTwice => {
                let first = self.send(&sent, cancel);
                let _second = self.carry(&sent, cancel);
                first
            }
            Fault::RequestCut => {
                let body = sent.body[..sent.body.len() / 2].to_vec();
                let _unheard = self.carry(&Sent { body, ..sent }, cancel);
                Err(TransportError::CutOff)
            }
            Fault::ReplyLost => self.send(&sent, cancel).and(Err(TransportError::CutOff)),
            Fault::ReplyCut => {
                let mut reply = self.send(&sent, cancel)?;
                reply.body.truncate(reply.body.len() / 2);
                Ok(reply)
            }
            Fault::ReplyStale => {
                self.send(&sent, cancel)?;
                earlier.ok_or(TransportError::CutOff)
            }
        }
    }
}

impl Transport for Wire {
    fn post(
        &self,
        address: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
        cancel: &Cancel,
    ) -> Result<Response, TransportError> {
        let (fault, elsewhere) = {
            let mut line = self.line();
            (line.faults.pop_front(), line.elsewhere.clone())
        };
        let headers = headers.iter().map(|(name, v)| ((*name).to_owned(), v.clone())).collect();
        let address = elsewhere.unwrap_or_else(|| address.to_owned());
        let sent = Sent { address, path: path.to_owned(), headers, body };
        match fault {
            None => self.send(&sent, cancel),
            Some(fault) => self.meet(fault, sent, cancel),
        }
    }
}
