//! Objects, keys, actions, predecessors, sizes.

use super::*;

#[test]
fn a_change_writes_something_and_no_register_twice() {
    let world = World::new();
    assert_eq!(world.spoilt(|new| new.operations.clear()), refused(Code::Empty));
    let verdict = world.spoilt(|new| new.operations.push(new.operations[1].clone()));
    assert_eq!(verdict, refused(Code::Twice));
}

#[test]
fn only_plain_puts_pass() {
    let world = World::new();
    for action in [Action::MakeMap, Action::Other(2), Action::Other(3), Action::Other(7)] {
        let verdict = world.spoilt(|new| new.operations[1].action = action);
        assert_eq!(verdict, refused(Code::Action));
    }
    assert_eq!(world.spoilt(|new| new.operations[1].insert = true), refused(Code::Action));
}

#[test]
fn a_put_lies_in_its_own_bucket_of_this_document() {
    let world = World::new();
    let bucket = RegisterKey::new(TASK, "tick").bucket();
    for object in [
        ObjectId::Root,
        bucket_object(DOCUMENT, bucket ^ 1),
        bucket_object(DocumentId([0xd1; 16]), bucket),
        ObjectId::Op(world.first.op_id(0)),
    ] {
        let verdict = world.spoilt(|new| new.operations[1].object = object);
        assert_eq!(verdict, refused(Code::Bucket), "{object:?}");
    }
}

#[test]
fn a_key_is_that_of_a_register() {
    let world = World::new();
    for key in ["", "id", "00", "x.future", &format!("{TASK}"), &format!("{TASK}.Future")] {
        let verdict = world.spoilt(|new| new.operations[1].key = key.to_owned());
        assert_eq!(verdict, refused(Code::Key), "{key}");
    }
    let verdict = world.spoilt(|new| new.operations[1].key = format!("{TASK}.{}", "x".repeat(70)));
    assert_eq!(verdict, refused(Code::Limit));
}

#[test]
fn predecessors_are_earlier_operations_of_the_same_register() {
    let mut world = World::new();
    let other_key = encode(&new_change(
        OTHER,
        2,
        68,
        vec![world.beside.hash],
        vec![put("future", Value::Null, &[])],
    ));
    let unseen = encode(&new_change(
        ActorId([3; 16]),
        1,
        67,
        vec![world.genesis.hash],
        vec![put("tick", Value::Bytes(tick(true)), &[])],
    ));
    world.history.add(&other_key);
    world.history.add(&unseen);
    for (op, why) in [
        (OpId { counter: 67, actor: ActorId([4; 16]) }, "unknown"),
        (OpId { counter: 1, actor: ActorId(DOCUMENT.0) }, "of the genesis"),
        (other_key.op_id(0), "of another register"),
        (unseen.op_id(0), "known here, but not below the dependencies"),
        (OpId { counter: 69, actor: PHONE }, "itself"),
    ] {
        let verdict = world.spoilt(|new| {
            new.dependencies = vec![world.first.hash, other_key.hash];
            new.start_op = 69;
            new.operations[0].predecessors = vec![op];
        });
        assert_eq!(verdict, refused(Code::Predecessor), "{why}");
    }
}

#[test]
fn sizes_are_kept() {
    let world = World::new();
    let long = "x".repeat(8 * 1024 + 1);
    let verdict = world.spoilt(|new| new.operations[1].action = Action::Put(Value::Str(long)));
    assert_eq!(verdict, refused(Code::Limit));
    let many: Vec<_> = (0..5_001).map(|n| put(&format!("f{n}"), Value::Null, &[])).collect();
    let verdict = world.spoilt(|new| new.operations = many);
    assert_eq!(verdict, refused(Code::Limit));
    let verdict = world.spoilt(|new| new.time = i64::MIN);
    assert_eq!(verdict, refused(Code::Limit));
}
