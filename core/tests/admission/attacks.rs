//! Changes made by hand to do harm.

use automerge::ActorId as LibraryActor;
use soviec_core::{
    admission::{Code, Verdict, judge},
    change::{Action, Change, Limits, ObjectId, Operation, Value, encode},
    model::{ActorId, DocumentKind, OpId},
};

use crate::{
    support::{self, DOCUMENT, body_of, frame},
    world::{World, at_the_door, bucket, key, new_change, put},
};

/// What the library itself would send for an edit of `phone` that sees everything.
fn written_by_the_library(
    world: &World,
    edit: impl FnOnce(&mut automerge::transaction::Transaction<'_>, automerge::ObjId),
) -> Vec<u8> {
    let mut document = world.library.clone().with_actor(LibraryActor::from(vec![8; 16]));
    let map = support::bucket(&document, bucket());
    let mut transaction = document.transaction();
    edit(&mut transaction, map);
    transaction.commit();
    document.get_last_local_change().unwrap().raw_bytes().to_vec()
}

#[test]
fn edits_that_the_library_can_make_and_the_profile_does_not_have() {
    use automerge::{ObjType, ROOT, ScalarValue, transaction::Transactable};
    let world = World::new();
    let (a, new) = (key("a"), key("new"));
    let (a, new) = (a.as_str(), new.as_str());
    let bytes = |edit: &dyn Fn(&mut automerge::transaction::Transaction<'_>, automerge::ObjId)| {
        at_the_door(&world, &written_by_the_library(&world, edit))
    };
    assert_eq!(bytes(&|t, map| t.put(&map, new, true).unwrap()), Ok(()));
    assert_eq!(bytes(&|t, map| t.delete(&map, a).unwrap()), Err(Code::Action));
    assert_eq!(bytes(&|t, _| t.put(ROOT, "schema", 9).unwrap()), Err(Code::Key));
    assert_eq!(bytes(&|t, _| t.put(ROOT, new, 9).unwrap()), Err(Code::Bucket));
    let counter = ScalarValue::counter(1);
    assert_eq!(bytes(&|t, map| t.put(&map, new, counter.clone()).unwrap()), Err(Code::Malformed));
    assert_eq!(bytes(&|t, map| t.put(&map, new, 0.5).unwrap()), Err(Code::Malformed));
    let time = ScalarValue::Timestamp(1);
    assert_eq!(bytes(&|t, map| t.put(&map, new, time.clone()).unwrap()), Err(Code::Malformed));
    for kind in [ObjType::Map, ObjType::List, ObjType::Text] {
        let put = bytes(&|t, map| drop(t.put_object(&map, new, kind).unwrap()));
        assert_eq!(put, Err(Code::Action));
    }
    let list = bytes(&|t, map| {
        let list = t.put_object(&map, new, ObjType::List).unwrap();
        t.insert(&list, 0, 1).unwrap();
    });
    assert_eq!(list, Err(Code::Malformed));
    let twice = bytes(&|t, map| {
        t.put(&map, new, 1).unwrap();
        t.put(&map, new, 2).unwrap();
    });
    assert_eq!(twice, Err(Code::Twice));
}

#[test]
fn bytes_made_by_hand_are_refused() {
    let world = World::new();
    let valid = encode(&world.next(1));
    let body = body_of(valid.bytes());
    assert_eq!(at_the_door(&world, valid.bytes()), Ok(()));
    let footer = [body, b"\x00author"].concat();
    assert_eq!(at_the_door(&world, &frame(1, &footer)), Err(Code::Malformed));
    for kind in [0, 2, 3] {
        assert_eq!(at_the_door(&world, &frame(kind, body)), Err(Code::Malformed));
    }
    // The first dependency twice: the count is one byte, a hash is 32.
    let mut doubled = body.to_vec();
    doubled[0] += 1;
    doubled.splice(1..1, body[1..33].iter().copied());
    assert_eq!(at_the_door(&world, &frame(1, &doubled)), Err(Code::NotCanonical));
}

#[test]
fn as_many_operations_as_allowed_are_borne_by_the_library() {
    let world = World::new();
    let mut new = world.next(1);
    let empty = |n| Operation { action: Action::Put(Value::Null), ..put(&format!("f{n}"), &[]) };
    new.operations = (0..5_000).map(empty).collect();
    let change = encode(&new);
    // With the keys of registers the limit of bytes is met long before that of operations.
    assert_eq!(world.judge(&change), Verdict::Refused(Code::Limit));
    let wide = Limits { bytes: 1 << 20, ..Limits::default() };
    let verdict = judge(&change, DOCUMENT, DocumentKind::WorkBook, &world.history, &wide);
    assert!(matches!(verdict, Verdict::Admit(_)));
    assert_eq!(world.survives(&change), Ok(()));
}

/// Why these are rules: without them one change breaks the document for everyone.
#[test]
fn the_library_breaks_where_the_rules_say() {
    let world = World::new();
    let mut high = world.next(1);
    high.start_op = u64::from(u32::MAX) - high.operations.len() as u64 + 1;
    let mut odd = world.next(1);
    odd.time = i64::MIN;
    for new in [high, odd] {
        let change = encode(&new);
        assert_eq!(world.judge(&change), Verdict::Refused(Code::Limit));
        assert!(world.survives(&change).is_err());
    }
}

/// A predecessor that the dependencies do not cover is refused even where it is known: a
/// device that has the dependencies and not the predecessor could not take the change.
#[test]
fn a_predecessor_beside_the_dependencies_breaks_the_library_elsewhere() {
    let world = World::new();
    let mut here = world.clone();
    let dependencies: Vec<_> = world.last.iter().map(|change| change.hash).collect();
    let highest = world.last.iter().map(Change::max_op).max().unwrap();
    let beside = encode(&new_change(5, 1, highest + 1, &dependencies, &[("a", &[])]));
    here.take(&beside);
    let reach = encode(&new_change(6, 1, highest + 1, &dependencies, &[("a", &[beside.op_id(0)])]));
    assert_eq!(here.judge(&reach), Verdict::Refused(Code::Predecessor));
    assert_eq!(here.survives(&reach), Ok(()));
    assert!(world.survives(&reach).is_err());
}

#[test]
fn an_object_of_another_actor_is_no_bucket() {
    let world = World::new();
    let mut new = world.next(1);
    let foreign = OpId { counter: 3 + u64::from(bucket()), actor: ActorId([1; 16]) };
    new.operations[0].object = ObjectId::Op(foreign);
    assert_eq!(world.judge(&encode(&new)), Verdict::Refused(Code::Bucket));
}
