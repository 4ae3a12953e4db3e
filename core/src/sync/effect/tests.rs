use super::*;
use crate::protocol::{Page, SigningKey};

const TENANT: TenantId = TenantId([1; 16]);
const EPOCH: Epoch = Epoch([5; 16]);
const DOCUMENT: DocumentId = DocumentId([2; 16]);
const CHANGE: ChangeHash = ChangeHash([3; 32]);

fn relay() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

fn point(seq: u64) -> Point {
    Point { seq, ..Point::start() }
}

/// A phone at seq 10 that has sent its change number 4.
fn heard() -> Heard {
    Heard {
        tenant: TENANT,
        device: DeviceId([8; 16]),
        epoch: Epoch([9; 16]),
        relay_key: relay().public(),
        relay_epoch: EPOCH,
        cursor: point(10),
        horizon: point(12),
        sent: BTreeMap::from([(CHANGE, (4, DOCUMENT))]),
        attaching: BTreeMap::new(),
    }
}

fn header(kind: RowKind, seq: u64) -> RowHeader {
    let mut header = RowHeader::new(kind, DOCUMENT, Moment(0));
    (header.seq, header.change) = (seq, Some(ChangeHash([seq as u8; 32])));
    header
}

fn row(header: &RowHeader, payload: Option<&[u8]>) -> Row {
    let payload = payload.map(|bytes| bytes.to_vec().into());
    Row { seq: header.seq, header: header.to_bytes().into(), payload }
}

fn change(seq: u64) -> Row {
    row(&header(RowKind::CHANGE, seq), Some(b"bytes"))
}

fn ack(answer: Answer) -> Ack {
    Ack { client_seq: 4, change: CHANGE, answer, seq: Some(11) }
}

/// A reply that is signed for what it says.
fn reply(acks: Vec<Ack>, rows: Vec<Row>, next: u64) -> Reply {
    let heads: Vec<_> = rows.iter().filter_map(|row| RowHeader::read(&row.header)).collect();
    let listed: Vec<_> = heads.iter().map(|h| (h.seq, h.kind, h.document, h.change)).collect();
    let receipt = Receipt::sign(TENANT, EPOCH, 10, point(next), &listed, &relay());
    let page = Page {
        next: point(next),
        more: false,
        receipt,
        safe_seq: 0,
        time: Moment(1),
        minimum: 1,
        rewound: None,
        horizon: point(next),
    };
    Reply { acks, rows, parts: Vec::new(), page }
}

fn stored() -> Vec<Ack> {
    vec![ack(Answer::State(ChangeState::Stored))]
}

/// What `spoil` makes of an honest reply.
fn fault(spoil: impl FnOnce(&mut Reply)) -> Fault {
    let mut reply = reply(stored(), vec![change(11), change(13)], 13);
    assert!(effects(&reply, &heard()).is_ok());
    spoil(&mut reply);
    effects(&reply, &heard()).expect_err("the reply is not believed")
}

#[test]
fn answers_come_first_then_rows_then_the_cursor() {
    let mut lane = header(RowKind::LANE, 12);
    lane.actor = Some(ActorId([6; 16]));
    let rows = vec![change(11), row(&lane, None), row(&header(RowKind(200), 13), Some(b"?"))];
    let all = effects(&reply(stored(), rows, 13), &heard()).unwrap();
    let [Effect::Answered { change, state, seq }, middle @ .., last] = &all[..] else {
        panic!("{all:?}");
    };
    assert_eq!((*change, *state, *seq), (CHANGE, ChangeState::Stored, Some(11)));
    assert!(matches!(
        middle,
        [
            Effect::Change { seq: 11, own: false, .. },
            Effect::Lane { .. },
            Effect::Unread { seq: 13, .. }
        ]
    ));
    assert!(matches!(last, Effect::Advance { cursor, horizon, rows, .. }
        if cursor.seq == 13 && horizon.seq == 13 && rows.len() == 3));
}

#[test]
fn the_horizon_never_falls() {
    let all = effects(&reply(stored(), vec![], 10), &heard()).unwrap();
    assert!(matches!(all.last(), Some(Effect::Advance { horizon, .. }) if horizon.seq == 12));
}

#[test]
fn another_signature_is_not_believed() {
    assert_eq!(fault(|reply| reply.page.receipt.signature[0] ^= 1), Fault::Signature);
    let mut other = heard();
    other.relay_key = SigningKey::from_seed(&[1; 32]).public();
    assert_eq!(effects(&reply(stored(), vec![], 10), &other), Err(Fault::Signature));
}

#[test]
fn a_page_from_another_place_is_not_believed() {
    assert_eq!(fault(|reply| reply.page.next.seq += 1), Fault::OutOfPlace);
    for change in [
        |heard: &mut Heard| heard.cursor.seq = 9,
        |heard: &mut Heard| heard.tenant = TenantId([2; 16]),
        |heard: &mut Heard| heard.relay_epoch = Epoch([6; 16]),
    ] {
        let mut elsewhere = heard();
        change(&mut elsewhere);
        let read = effects(&reply(stored(), vec![change_row()], 11), &elsewhere);
        assert_eq!(read, Err(Fault::OutOfPlace));
    }
}

fn change_row() -> Row {
    change(11)
}

#[test]
fn rows_are_those_of_the_receipt_in_their_order() {
    assert_eq!(fault(|reply| reply.rows.swap(0, 1)), Fault::OutOfPlace);
    assert_eq!(fault(|reply| drop(reply.rows.pop())), Fault::OutOfPlace);
    assert_eq!(fault(|reply| reply.rows[0].seq = 12), Fault::OutOfPlace);
    // Signed by the relay, and still not a page after seq 10.
    for rows in [vec![change(13), change(11)], vec![change(10)], vec![change(12), change(12)]] {
        assert_eq!(effects(&reply(stored(), rows, 13), &heard()), Err(Fault::OutOfPlace));
    }
    let beyond = reply(stored(), vec![change(14)], 13);
    assert_eq!(effects(&beyond, &heard()), Err(Fault::OutOfPlace));
}

#[test]
fn only_what_was_asked_is_answered() {
    assert_eq!(fault(|reply| reply.acks[0].client_seq = 5), Fault::OutOfPlace);
    assert_eq!(fault(|reply| reply.acks[0].change = ChangeHash([0; 32])), Fault::OutOfPlace);
    assert_eq!(fault(|reply| reply.acks[0].answer = Answer::SendRaw), Fault::OutOfPlace);
}

#[test]
fn a_promise_of_more_that_brings_nothing_is_no_progress() {
    let mut empty = reply(vec![], vec![], 10);
    empty.page.more = true;
    let nothing_sent = Heard { sent: BTreeMap::new(), ..heard() };
    assert_eq!(effects(&empty, &nothing_sent), Err(Fault::NoProgress));
    empty.page.more = false;
    assert!(effects(&empty, &nothing_sent).is_ok());
    assert_eq!(effects(&empty, &heard()), Err(Fault::NoProgress), "nothing sent is answered");
}

#[test]
fn rows_that_lack_what_their_kind_needs_are_not_believed() {
    let mut nameless = header(RowKind::CHANGE, 11);
    nameless.change = None;
    let bad = [
        row(&nameless, Some(b"bytes")),
        row(&header(RowKind::CHANGE, 11), None),
        row(&header(RowKind::LANE, 11), None),
        row(&header(RowKind::VERDICT, 11), None),
    ];
    for row in bad {
        let read = effects(&reply(stored(), vec![row], 11), &heard());
        assert_eq!(read, Err(Fault::OutOfPlace));
    }
}

#[test]
fn a_rewound_log_stops_everything_and_moves_no_cursor() {
    let mut rewound = reply(vec![], vec![], 10);
    rewound.page.rewound = Some(Point::start());
    assert_eq!(effects(&rewound, &heard()), Ok(vec![Effect::StopAll(Stop::Rewound)]));
}

#[test]
fn what_is_missing_is_sent_again_unless_it_was_sent_just_now() {
    let read = |hashes: Vec<ChangeHash>| {
        effects(&reply(vec![ack(Answer::Missing(hashes))], vec![], 10), &heard()).unwrap().remove(0)
    };
    let other = ChangeHash([9; 32]);
    let lacks = |wanted, lost| Effect::Lacks { change: CHANGE, wanted, lost };
    assert_eq!(read(vec![other]), lacks(vec![other], vec![]));
    assert_eq!(read(vec![CHANGE, other]), lacks(vec![other], vec![CHANGE]));
    assert_eq!(read(vec![]), lacks(vec![], vec![]));
}

#[test]
fn a_decision_is_read_with_its_words_and_a_decision_without_a_state_is_not_believed() {
    let mut head = header(RowKind::DECISION, 11);
    head.state = Some(ChangeState::Returned);
    let decision = Decision { reason: "Ghi nhầm sổ".to_owned(), target: None };
    let read = |row| effects(&reply(stored(), vec![row], 11), &heard());
    let all = read(row(&head, Some(&decision.to_bytes()))).unwrap();
    assert!(matches!(&all[1], Effect::Decision { state: ChangeState::Returned, said, .. }
        if said.as_ref() == Some(&decision)));
    let all = read(row(&head, None)).unwrap();
    assert!(matches!(&all[1], Effect::Decision { said: None, .. }), "others get no words");
    head.state = None;
    assert_eq!(read(row(&head, None)), Err(Fault::OutOfPlace));
}
