//! What a unit declares, and what the office says of it.

use soviec_core::{
    fold::Status,
    model::{ChangeHash, Declared, OfficerId, Outcome},
    replica::TaskRow,
    store::tables::ReviewState,
};
use soviec_server::office::review::{Judged, ReviewError, Said};
use soviec_tests::{
    CLERK, Phone, World, book, check_agreement, status_key, task, until_quiet, village,
};

const OTHER: OfficerId = OfficerId([0xc2; 16]);

fn row(phone: &Phone, n: u8) -> TaskRow {
    phone.replica().task(book(0).id(), task(n)).unwrap().row
}

fn shown(phone: &Phone, n: u8) -> ChangeHash {
    phone.register(0, &status_key(n)).values[0].edit
}

fn say(
    world: &World,
    edit: ChangeHash,
    said: Said<'_>,
    clerk: OfficerId,
) -> Result<(), ReviewError> {
    let judged = Judged { unit: village(0), year: book(0).year, task: task(0), edit };
    world.office().judge(&judged, &said, clerk)
}

fn back(comment: &str) -> Said<'_> {
    Said { outcome: Outcome::Returned, comment, all_the_same: false }
}

const FINE: Said<'_> = Said { outcome: Outcome::Confirmed, comment: "", all_the_same: false };

#[test]
fn a_result_goes_back_with_a_comment_is_declared_again_and_confirmed() {
    let world = World::new(70);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    let [a, b] = &phones;
    assert_eq!(row(a, 0).review.state, ReviewState::Nothing);
    a.declare(0, 0, Declared::InProgress, "mới bắt đầu");
    assert_eq!(row(a, 0).review.state, ReviewState::Nothing, "nothing to confirm yet");
    a.declare(0, 0, Declared::Done, "121/150 em");
    until_quiet(&phones);
    assert_eq!(row(b, 0).review.state, ReviewState::Waiting);
    assert!(matches!(row(b, 0).status, Status::DoneOnTime | Status::DoneLate));

    say(&world, shown(a, 0), back("Danh sách mới có 150 em"), CLERK).unwrap();
    until_quiet(&phones);
    for phone in &phones {
        let row = row(phone, 0);
        assert_eq!(row.review.state, ReviewState::Returned);
        assert_eq!(row.review.comment.as_deref(), Some("Danh sách mới có 150 em"));
        assert_eq!(row.review.said.map(|(by, _)| by), Some(CLERK));
        assert!(!matches!(row.status, Status::DoneOnTime | Status::DoneLate), "it is not done");
        let agenda = phone.replica().agenda(None).unwrap();
        assert_eq!(agenda.returned.rows.iter().map(|row| row.task).collect::<Vec<_>>(), [task(0)]);
    }
    // Whatever the unit declares later opens the question again, be it the same.
    assert!(a.declare(0, 0, Declared::Done, "121/150 em"));
    assert_eq!(row(a, 0).review.state, ReviewState::Waiting);
    assert!(!a.declare(0, 0, Declared::Done, "121/150 em"), "it says so already");
    until_quiet(&phones);
    b.declare(0, 0, Declared::Done, "150/150 em");
    assert_eq!(row(b, 0).review.state, ReviewState::Waiting);
    assert_eq!(row(b, 0).review.comment, None);
    until_quiet(&phones);
    say(&world, shown(b, 0), FINE, CLERK).unwrap();
    until_quiet(&phones);
    assert_eq!(row(a, 0).review.state, ReviewState::Confirmed);
    check_agreement(&world, &phones);
}

#[test]
fn a_verdict_on_a_value_that_was_replaced_or_is_one_of_two_is_none() {
    let world = World::new(71);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    let [a, b] = &phones;
    a.declare(0, 0, Declared::Done, "xong");
    until_quiet(&phones);
    let old = shown(a, 0);
    a.declare(0, 0, Declared::Done, "xong, đủ hồ sơ");
    until_quiet(&phones);
    assert!(matches!(say(&world, old, FINE, CLERK), Err(ReviewError::Replaced)));
    assert!(matches!(say(&world, shown(a, 0), back("  "), CLERK), Err(ReviewError::NoComment)));
    let long = "dài ".repeat(1_000);
    assert!(matches!(say(&world, shown(a, 0), back(&long), CLERK), Err(ReviewError::TooLong(_))));
    // Judged while a phone that has not heard of it declares again: the verdict falls.
    b.declare(0, 0, Declared::Done, "chỉ một nửa");
    say(&world, shown(a, 0), FINE, CLERK).unwrap();
    until_quiet(&phones);
    assert_eq!(row(a, 0).review.state, ReviewState::Waiting);
    // Two that do not know of each other: nothing is judged until the unit has picked.
    a.declare(0, 0, Declared::Done, "một");
    b.declare(0, 0, Declared::InProgress, "hai");
    until_quiet(&phones);
    assert_eq!(row(a, 0).review.state, ReviewState::Nothing);
    assert!(matches!(say(&world, shown(a, 0), FINE, CLERK), Err(ReviewError::TwoValues)));
    check_agreement(&world, &phones);
}

#[test]
fn the_second_of_two_clerks_hears_of_the_first_and_what_is_expelled_is_judged_no_more() {
    let world = World::new(72);
    let phones = [world.phone(0, &[0])];
    let [a] = &phones;
    a.declare(0, 0, Declared::Done, "xong");
    until_quiet(&phones);
    let edit = shown(a, 0);
    say(&world, edit, FINE, CLERK).unwrap();
    say(&world, edit, FINE, OTHER).unwrap();
    let other = say(&world, edit, back("thiếu hồ sơ"), CLERK);
    assert!(matches!(other, Err(ReviewError::Judged(OTHER))));
    let sure = Said { all_the_same: true, ..back("thiếu hồ sơ") };
    say(&world, edit, sure, CLERK).unwrap();
    until_quiet(&phones);
    assert_eq!(row(a, 0).review.state, ReviewState::Returned);
    world.decide(edit, soviec_server::office::decide::Order::Expel, "nhầm đơn vị");
    until_quiet(&phones);
    assert_eq!(row(a, 0).review.state, ReviewState::Nothing);
    assert_eq!(row(a, 0).status, Status::NotStarted);
}
