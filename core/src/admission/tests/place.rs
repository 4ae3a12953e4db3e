//! Dependencies, lane, numbers, message.

use super::*;

#[test]
fn dependencies_need_not_be_an_antichain() {
    let world = World::new();
    let genesis = world.genesis.hash;
    let verdict = world.spoilt(|new| new.dependencies.push(genesis));
    assert!(matches!(verdict, Verdict::Admit(_)));
}

#[test]
fn unknown_dependencies_are_asked_for_and_only_they() {
    let world = World::new();
    let unknown = ChangeHash([0xee; 32]);
    let verdict = world.spoilt(|new| new.dependencies.push(unknown));
    assert_eq!(verdict, Verdict::Missing(vec![unknown]));
}

#[test]
fn a_change_builds_on_something_and_numbers_its_operations_right_above() {
    let world = World::new();
    assert_eq!(world.spoilt(|new| new.dependencies.clear()), refused(Code::Dependencies));
    for start_op in [1, 67, 69, 1 << 30] {
        assert_eq!(world.spoilt(|new| new.start_op = start_op), refused(Code::StartOp));
    }
}

#[test]
fn operation_numbers_near_the_library_s_end_are_over_the_limit() {
    let world = World::new();
    for start_op in [1 << 31, u64::from(u32::MAX) - 3, u64::from(u32::MAX), u64::MAX] {
        assert_eq!(world.spoilt(|new| new.start_op = start_op), refused(Code::Limit));
    }
}

#[test]
fn a_taken_or_absent_place_in_the_lane_is_regressed() {
    let world = World::new();
    assert_eq!(world.spoilt(|new| new.seq = 1), Verdict::Regressed);
    assert_eq!(world.spoilt(|new| new.seq = 3), Verdict::Regressed);
    assert_eq!(world.spoilt(|new| new.actor = ActorId([3; 16])), Verdict::Regressed);
    // What fills the gap may be what is missing, so that is said first.
    let unknown = ChangeHash([0xee; 32]);
    let verdict = world.spoilt(|new| {
        new.seq = 3;
        new.dependencies = vec![unknown];
    });
    assert_eq!(verdict, Verdict::Missing(vec![unknown]));
    // A taken place stays taken whatever arrives.
    let verdict = world.spoilt(|new| {
        new.seq = 1;
        new.dependencies = vec![unknown];
    });
    assert_eq!(verdict, Verdict::Regressed);
}

#[test]
fn a_lane_builds_on_itself() {
    let world = World::new();
    let beside = world.beside.hash;
    let verdict = world.spoilt(|new| {
        new.dependencies = vec![beside];
        new.operations.remove(0);
    });
    assert_eq!(verdict, refused(Code::Lane));
}

#[test]
fn a_lane_may_build_on_itself_through_others() {
    let mut world = World::new();
    let first = world.first.hash;
    let between = encode(&new_change(
        OTHER,
        2,
        68,
        vec![first, world.beside.hash],
        vec![put("future", Value::Null, &[])],
    ));
    world.history.add(&between);
    let verdict = world.spoilt(|new| {
        new.dependencies = vec![between.hash];
        new.start_op = 69;
    });
    assert!(matches!(verdict, Verdict::Admit(_)), "{verdict:?}");
}

#[test]
fn only_the_genesis_is_by_the_document_s_own_actor() {
    let world = World::new();
    let verdict = world.spoilt(|new| new.actor = ActorId(DOCUMENT.0));
    assert_eq!(verdict, refused(Code::Actor));
    assert_eq!(judge_in(&world.history, &world.genesis), refused(Code::Actor));
}

#[test]
fn a_message_has_one_list_for_each_put() {
    let world = World::new();
    let edit = Some(ChangeHash([5; 32]));
    let over = vec![ChangeHash([6; 32])];
    let verdict = |edit, overs: &[Vec<ChangeHash>]| {
        let message = Message { edit, overs: overs.to_vec() };
        world.spoilt(|new| new.message = Some(message))
    };
    let Verdict::Admit(puts) = verdict(edit, &[vec![], over.clone()]) else { panic!("refused") };
    assert_eq!((puts[0].over.len(), &puts[1].over), (0, &over));
    assert!(matches!(verdict(None, &[over.clone(), over.clone()]), Verdict::Admit(_)));
    for (edit, overs) in [
        (edit, vec![vec![]]),
        (edit, vec![vec![]; 3]),
        (None, vec![over.clone(), vec![]]),
        (edit, vec![over, vec![ChangeHash([5; 32])]]),
    ] {
        assert_eq!(verdict(edit, &overs), refused(Code::Message));
    }
}

#[test]
fn odd_author_times_pass() {
    let world = World::new();
    for time in [0, -3_600, 32_503_680_000] {
        assert!(matches!(world.spoilt(|new| new.time = time), Verdict::Admit(_)));
    }
}
