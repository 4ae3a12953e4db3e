//! How many wrong codes are heard.

use std::{
    collections::{BTreeMap, VecDeque},
    net::IpAddr,
};

use soviec_core::model::Moment;

const HOUR: i64 = 3_600_000;
/// Wrong tries of one source in an hour.
const PER_SOURCE: usize = 5;
/// Wrong tries of all sources in an hour.
const TOTAL: usize = 200;

/// The wrong tries of the last hour; a restart forgets them, which 49 bits can bear.
#[derive(Default)]
pub(super) struct Throttle {
    wrong: VecDeque<(Moment, IpAddr)>,
    by_source: BTreeMap<IpAddr, usize>,
}

impl Throttle {
    /// Whether a try of this source is heard now.
    pub(super) fn hears(&mut self, source: IpAddr, now: Moment) -> bool {
        self.forget(now);
        let tries = self.by_source.get(&source).copied().unwrap_or_default();
        tries < PER_SOURCE && self.wrong.len() < TOTAL
    }

    /// Counts a wrong try.
    pub(super) fn failed(&mut self, source: IpAddr, now: Moment) {
        self.wrong.push_back((now, source));
        *self.by_source.entry(source).or_default() += 1;
    }

    fn forget(&mut self, now: Moment) {
        while let Some((at, source)) = self.wrong.front().copied() {
            if now.0.saturating_sub(at.0) < HOUR {
                break;
            }
            self.wrong.pop_front();
            let left = self.by_source.get(&source).map_or(0, |tries| tries - 1);
            match left {
                0 => self.by_source.remove(&source),
                left => self.by_source.insert(source, left),
            };
        }
    }
}
