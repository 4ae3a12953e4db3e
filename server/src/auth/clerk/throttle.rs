//! How many wrong tries are heard, of one name and from one source.

use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv6Addr},
};

use soviec_core::model::Moment;

const MINUTE: i64 = 60_000;
/// Wrong tries that are remembered at most: more push out the oldest.
const REMEMBERED: usize = 2_000;

/// Wrong tries of one kind of key.
struct Window<K> {
    span: i64,
    most: usize,
    wrong: VecDeque<(Moment, K)>,
}

impl<K: PartialEq> Window<K> {
    fn new(minutes: i64, most: usize) -> Self {
        Self { span: minutes * MINUTE, most, wrong: VecDeque::new() }
    }

    fn forget(&mut self, now: Moment) {
        let span = self.span;
        self.wrong.retain(|(at, _)| now.0.saturating_sub(at.0) < span);
    }

    /// Tries that are left, and the milliseconds until there is one more.
    fn left(&self, key: &K, now: Moment) -> (usize, i64) {
        let mut own = self.wrong.iter().filter(|(_, other)| other == key);
        let oldest = own.next().map_or(now, |(at, _)| *at);
        let tries = self.wrong.iter().filter(|(_, other)| other == key).count();
        (self.most.saturating_sub(tries), oldest.0.saturating_add(self.span).saturating_sub(now.0))
    }

    fn failed(&mut self, key: K, now: Moment) {
        if self.wrong.len() >= REMEMBERED {
            self.wrong.pop_front();
        }
        self.wrong.push_back((now, key));
    }
}

/// The wrong tries of the last hour; a restart forgets them.
pub(super) struct Throttle {
    names: Window<String>,
    sources: Window<IpAddr>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { names: Window::new(15, 5), sources: Window::new(60, 20) }
    }
}

impl Throttle {
    /// Tries that are left for this name from this source; else the minutes of the pause.
    pub(super) fn left(&mut self, name: &str, from: IpAddr, now: Moment) -> Result<usize, u32> {
        self.names.forget(now);
        self.sources.forget(now);
        let name = self.names.left(&name.to_owned(), now);
        let source = self.sources.left(&network(from), now);
        let pause = |(left, wait): (usize, i64)| if left == 0 { wait } else { 0 };
        let wait = pause(name).max(pause(source));
        if wait > 0 {
            return Err(u32::try_from(wait.saturating_add(MINUTE - 1) / MINUTE).unwrap_or(60));
        }
        Ok(name.0.min(source.0))
    }

    /// Counts a wrong try.
    pub(super) fn failed(&mut self, name: &str, from: IpAddr, now: Moment) {
        self.names.failed(name.to_owned(), now);
        self.sources.failed(network(from), now);
    }

    /// Who got in has mistyped before: those tries of the name are forgotten.
    pub(super) fn entered(&mut self, name: &str) {
        self.names.wrong.retain(|(_, other)| other != name);
    }
}

/// One customer has a whole /64 of IPv6.
fn network(source: IpAddr) -> IpAddr {
    match source {
        IpAddr::V4(_) => source,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "a";

    fn at(minutes: i64) -> Moment {
        Moment(minutes * MINUTE)
    }

    fn source(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    #[test]
    fn a_name_pauses_whoever_asks_and_comes_back() {
        let mut throttle = Throttle::default();
        for last in 0..5 {
            assert_eq!(throttle.left(A, source(last), at(0)), Ok(5 - usize::from(last)));
            throttle.failed(A, source(last), at(0));
        }
        assert_eq!(throttle.left(A, source(9), at(1)), Err(14));
        assert_eq!(throttle.left("b", source(9), at(1)), Ok(5));
        assert_eq!(throttle.left(A, source(9), at(15)), Ok(5));
    }

    #[test]
    fn a_source_pauses_whatever_the_name() {
        let mut throttle = Throttle::default();
        for number in 0..20 {
            throttle.failed(&number.to_string(), source(1), at(0));
        }
        assert_eq!(throttle.left(A, source(1), at(59)), Err(1));
        assert_eq!(throttle.left(A, source(2), at(59)), Ok(5));
        assert_eq!(throttle.left(A, source(1), at(60)), Ok(5));
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut throttle = Throttle::default();
        for number in 0..3 * REMEMBERED {
            throttle.failed(&number.to_string(), source(1), at(0));
        }
        assert_eq!(throttle.names.wrong.len(), REMEMBERED);
    }

    #[test]
    fn an_address_counts_as_its_network() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:10.0.0.1"), source(1));
    }
}
