//! A piece of work, run once for each I/O point at which a fault can strike it.

use super::{Disk, Fault, Image};

/// Puts `before` on the disk, arms the fault and calls `run`, for the first point that the fault
/// can strike, then for the next one, until a run ends without having met it. `run` gets the
/// number of the point and says for itself what must hold. Returns how many points were struck.
pub fn every_point(disk: &Disk, before: &Image, fault: Fault, mut run: impl FnMut(u64)) -> u64 {
    let (mut at, mut struck) = (0, 0);
    loop {
        disk.put(before);
        disk.fail_at(at, fault);
        run(at);
        let Some(point) = disk.struck() else { return struck };
        disk.mend();
        (at, struck) = (point + 1, struck + 1);
    }
}
