//! Rows 1 to 4 and 10: bytes and numbers that the CRDT library would choke on.

use soviec_core::{
    admission::Code,
    protocol::{Reply, WireLimits},
};
use soviec_tests::attack::craft::{self, Head};

use super::{Stage, spoilt};

/// A message of the library's own protocol with a filter of zero bits, and one that asks for
/// 10⁸ probes. That protocol is spoken nowhere: as a body, a frame or a change they are noise.
fn is_noise(stage: &mut Stage, message: &[u8]) {
    assert_ne!(stage.forger.send(message.to_vec()).status, 200);
    let frame = soviec_core::protocol::Frame { kind: 3, payload: message.to_vec() };
    assert_ne!(stage.forger.send(soviec_core::protocol::write_body(&[frame])).status, 200);
    assert!(Reply::from_body(message, &WireLimits::default()).is_err());
    stage.turned_away(message);
    stage.honest_work_goes_on();
}

#[test]
fn c9_row_1_a_filter_of_zero_bits() {
    let message = [0x42, 0, 0, 1, 0, 3, 5, 0, 7, 0];
    is_noise(&mut Stage::new(1), &message);
}

#[test]
fn c9_row_2_a_huge_probe_count() {
    let message = [0x42, 0, 0, 1, 0, 7, 1, 8, 0x80, 0xc2, 0xd7, 0x2f, 0xff, 0];
    is_noise(&mut Stage::new(2), &message);
}

/// 64 kB that would become 10 MB are never inflated: only the plain type is read at all.
#[test]
fn c9_row_3_a_decompression_bomb() {
    let mut stage = Stage::new(3);
    let bomb = craft::bomb(60_000);
    for kind in [0, 2, 3, 4, 255] {
        stage.turned_away(&craft::chunk(kind, &bomb));
    }
    let body = soviec_core::protocol::write_body(&[soviec_core::protocol::Frame {
        kind: 1,
        payload: vec![0; 64 << 20],
    }]);
    assert!(body.len() < 10_000);
    assert_ne!(stage.forger.send(body.clone()).status, 200);
    assert!(Reply::from_body(&body, &WireLimits::default()).is_err());
    stage.honest_work_goes_on();
}

/// 38 bytes that the library takes and after which nobody could write any more.
#[test]
fn c9_row_4_a_huge_operation_counter() {
    let mut stage = Stage::new(4);
    for start in [4_294_967_292, 4_294_967_295, u64::MAX] {
        stage.refused(&Head::empty(7, 1, start).bytes(), Code::Limit);
    }
    let honest = stage.hand().tick(1, true);
    for start in [(1 << 31) + 1, u64::from(u32::MAX) - 1, u64::from(u32::MAX), 1 << 40, u64::MAX] {
        let high = spoilt(&honest, |new| new.start_op = start);
        stage.refused(&high, Code::Limit);
    }
    let at_the_limit = spoilt(&honest, |new| new.start_op = 1 << 31);
    stage.refused(&at_the_limit, Code::StartOp);
    stage.honest_work_goes_on();
}

/// What no clock shows is refused; what is merely odd is taken, and decides nothing.
#[test]
fn c9_row_10_an_absurd_time() {
    let mut stage = Stage::new(10);
    let mut hand = stage.hand();
    let honest = hand.tick(1, true);
    for time in [i64::MAX, i64::MIN, i64::MIN + 1, (1 << 40) + 1, -(1 << 40) - 1] {
        let absurd = spoilt(&honest, |new| new.time = time);
        stage.refused(&absurd, Code::Limit);
    }
    let odd = spoilt(&honest, |new| new.time = 1 << 40);
    assert_eq!(stage.relay(&odd), Some(soviec_core::protocol::ChangeState::Stored));
    assert!(stage.phone_takes(&odd));
    stage.honest_work_goes_on();
}
