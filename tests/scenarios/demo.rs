//! The demo's story over real HTTP, and what it says when one row is not as it should be.

use rusqlite::{Connection, params};
use soviec_core::store::cipher::{DatabaseKey, open_encrypted};
use soviec_server::{
    demo::{DemoError, Difference, Options, World, database_key, run},
    office::fold::Views,
};

/// Runs the demo once after the work of a few communes; what it told, and how it ended.
fn demo(communes: usize, before_check: impl FnOnce(&World)) -> (String, Result<(), DemoError>) {
    let listen = "127.0.0.1:0".parse().unwrap();
    let options = Options { listen, once: true, communes: Some(communes) };
    let mut told = Vec::new();
    let ended = run(&options, &mut told, before_check, std::future::pending());
    (String::from_utf8(told).unwrap(), ended)
}

fn difference(ended: Result<(), DemoError>) -> Difference {
    match ended {
        Err(DemoError::Difference(difference)) => difference,
        Err(other) => panic!("another failure: {other}"),
        Ok(()) => panic!("the spoilt row was not found"),
    }
}

#[test]
fn the_story_ends_with_all_of_them_equal() {
    let (told, ended) = demo(1, |_| {});
    ended.unwrap();
    let lines: Vec<_> = told.lines().collect();
    assert!((10..=16).contains(&lines.len()), "{told}");
    assert!(lines.iter().all(|line| !line.is_empty()));
    assert!(lines.last().unwrap().starts_with("All agree: "), "{told}");
}

#[test]
fn a_spoilt_register_of_one_phone_is_named() {
    let mut name = String::new();
    let (_, ended) = demo(0, |world| {
        let phone = &world.phones[1];
        name.clone_from(&phone.name);
        let db = open_encrypted(
            &world.database_of(phone),
            &DatabaseKey::new(&database_key(&phone.name)),
        );
        let spoilt = db.unwrap().execute(
            "UPDATE operations SET meaning = zeroblob(8)
             WHERE document = ?1 AND live = 1 AND key LIKE '%.status'",
            params![world.village_book().id().as_slice()],
        );
        assert_eq!(spoilt, Ok(1), "the story leaves one live status");
    });
    let found = difference(ended);
    assert_eq!(found.phone, name);
    assert!(found.what.contains(".status of document "), "{found}");
}

#[test]
fn a_spoilt_screen_row_of_one_phone_is_named() {
    let (_, ended) = demo(0, |world| {
        let phone = &world.phones[2];
        let key = DatabaseKey::new(&database_key(&phone.name));
        let db = open_encrypted(&world.database_of(phone), &key).unwrap();
        let spoilt = db.execute("UPDATE task_rows SET notes = notes + 1 WHERE notes > 0", []);
        assert_eq!(spoilt, Ok(1), "the story leaves one task with a note");
    });
    let found = difference(ended);
    assert!(found.what.starts_with("the screen row of task "), "{found}");
}

#[test]
fn a_spoilt_row_of_the_office_is_named() {
    let mut task = String::new();
    let (_, ended) = demo(0, |world| {
        let db = Connection::open(world.folder().join("office").join(Views::file_name())).unwrap();
        let book = world.village_book().id();
        // The office's tables follow the log when they are read.
        world.office.views().everything(world.office.log(), book).unwrap();
        let text = "UPDATE task_rows SET items_done = items_done + 1
                    WHERE book = ?1 AND items_done > 0 RETURNING task";
        let spoilt: Vec<u8> =
            db.query_row(text, [book.as_slice()], |row| row.get(0)).expect("one task has ticks");
        task = soviec_core::model::TaskId::from_slice(&spoilt).unwrap().to_string();
    });
    let found = difference(ended);
    assert_eq!(found.what, format!("the screen row of task {task}"));
}
