//! A phone's way to the office: what happens to each request and its answer.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use soviec_core::http::{Cancel, Response, Transport, TransportError};

use super::{Held, Wrong, land::Land, must, script::Fate};
use crate::{Direct, House};

/// The most requests of one exchange: more are a loop of messages.
const MOST: usize = 60;

/// A request as it was sent.
#[derive(Clone)]
struct Sent {
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[derive(Default)]
struct Line {
    fates: VecDeque<Fate>,
    late: Vec<Sent>,
    last: Option<Response>,
    /// Requests of the present exchange.
    requests: usize,
    killed: bool,
    /// What went wrong in steps that happened meanwhile.
    wrong: Option<Wrong>,
}

/// One phone's way.
pub(super) struct Air {
    direct: Direct,
    land: Weak<Land>,
    line: Mutex<Line>,
}

impl Air {
    pub(super) fn new(house: Arc<House>, land: Weak<Land>) -> Self {
        Self { direct: Direct(house), land, line: Mutex::default() }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An exchange begins, and this happens to its requests.
    pub(super) fn begin(&self, fates: &[Fate]) {
        let mut line = self.line();
        line.fates = fates.iter().cloned().collect();
        (line.requests, line.killed) = (0, false);
    }

    /// An exchange ended: whether the phone was killed in it.
    pub(super) fn end(&self) -> Held<bool> {
        let mut line = self.line();
        line.fates.clear();
        match line.wrong.take() {
            Some(wrong) => Err(wrong),
            None => {
                must(line.requests < MOST, || format!("an exchange took {MOST} requests"))?;
                Ok(line.killed)
            }
        }
    }

    /// What is late arrives; nobody hears the answers.
    pub(super) fn deliver_late(&self) -> usize {
        let late = std::mem::take(&mut self.line().late);
        for sent in &late {
            let _unheard = self.carry(sent, &sent.body);
        }
        late.len()
    }

    fn carry(&self, sent: &Sent, body: &[u8]) -> Result<Response, TransportError> {
        let headers: Vec<_> = sent.headers.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
        self.direct.post("", &sent.path, &headers, body.to_vec(), &Cancel::default())
    }

    fn send(&self, sent: &Sent) -> Result<Response, TransportError> {
        let reply = self.carry(sent, &sent.body)?;
        self.line().last = Some(reply.clone());
        Ok(reply)
    }

    fn meanwhile(&self, step: &super::Step) {
        let Some(land) = self.land.upgrade() else { return };
        if let Err(wrong) = land.nested(step) {
            self.line().wrong.get_or_insert(wrong);
        }
    }

    fn meet(&self, fate: Fate, sent: Sent) -> Result<Response, TransportError> {
        match fate {
            Fate::Well => self.send(&sent),
            Fate::Lost => Err(TransportError::Unreachable),
            Fate::Late => {
                self.line().late.push(sent);
                Err(TransportError::CutOff)
            }
            Fate::Twice => {
                let first = self.send(&sent);
                let _second = self.carry(&sent, &sent.body);
                first
            }
            Fate::Cut(at) => {
                let _unheard = self.carry(&sent, part(&sent.body, at));
                Err(TransportError::CutOff)
            }
            Fate::ReplyLost => self.send(&sent).and(Err(TransportError::CutOff)),
            Fate::ReplyCut(at) => {
                let reply = self.send(&sent)?;
                Ok(Response { status: reply.status, body: part(&reply.body, at).to_vec() })
            }
            Fate::ReplyStale => {
                let earlier = self.line().last.clone();
                self.send(&sent)?;
                earlier.ok_or(TransportError::CutOff)
            }
            Fate::Before(step) => {
                self.meanwhile(&step);
                self.send(&sent)
            }
            Fate::After(step) => {
                let reply = self.send(&sent)?;
                self.meanwhile(&step);
                Ok(reply)
            }
            Fate::Killed(arrived) => {
                if arrived {
                    let _unheard = self.send(&sent);
                }
                self.line().killed = true;
                Err(TransportError::Cancelled)
            }
        }
    }
}

/// So many 65,536ths of some bytes.
fn part(bytes: &[u8], at: u16) -> &[u8] {
    &bytes[..bytes.len() * usize::from(at) / (1 << 16)]
}

impl Transport for Air {
    fn post(
        &self,
        _: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
        _: &Cancel,
    ) -> Result<Response, TransportError> {
        let headers = headers.iter().map(|(name, v)| ((*name).to_owned(), v.clone())).collect();
        let sent = Sent { path: path.to_owned(), headers, body };
        let fate = {
            let mut line = self.line();
            line.requests += 1;
            if line.requests >= MOST {
                return Err(TransportError::Cancelled);
            }
            line.fates.pop_front().unwrap_or(Fate::Well)
        };
        self.meet(fate, sent)
    }
}
