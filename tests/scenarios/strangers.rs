//! Who may ask for what, and who keeps the relay waiting: rows 12, 14, 15 and 18 of the list of
//! attacks on such a system. The others are tested where the bytes are judged.

use std::{fs, io::Write, net::TcpStream, path::Path};

use soviec_core::{
    change::{Action, Change, NewChange, Operation, Value, bucket_object, encode, genesis},
    model::{DocumentId, DocumentName, RegisterKey, Tick, UnitId, encode as act},
    protocol::{
        Answer, Attaching, Batch, BatchItem, ChangeState, LaneUse, PushedBatch, Reply, Request,
        RowHeader, SCHEMA, SYNC_PATH, WireLimits, actor_of_lane,
    },
};
use soviec_server::{Config, Environment, Office, office::rights::Role};
use soviec_tests::{
    CLERK, HandMade, Phone, Served, TENANT, World, YEAR, book, check_agreement, day, http_post,
    item, officer, talk, tick_key, until_quiet, village,
};

/// A put by hand at the genesis of a document, from the device's first lane.
fn change(device: &HandMade, document: DocumentId, lane: u64, put: (RegisterKey, Value)) -> Change {
    let (key, value) = put;
    let epoch = device.request().hello.epoch;
    encode(&NewChange {
        dependencies: vec![genesis(document, SCHEMA).hash],
        actor: actor_of_lane(&device.key.public(), &epoch, lane),
        seq: 1,
        start_op: 67,
        time: 0,
        message: None,
        operations: vec![Operation {
            object: bucket_object(document, key.bucket()),
            key: key.as_str().to_owned(),
            insert: false,
            action: Action::Put(value),
            predecessors: vec![],
        }],
    })
}

/// A request with one change in each document, each in a lane of its own.
fn pushing(device: &HandMade, changes: &[(DocumentId, Change)]) -> Request {
    let mut request = device.request();
    let numbered = || changes.iter().zip(1_u64..);
    let lanes = numbered().map(|((document, change), number)| LaneUse {
        actor: change.actor,
        number,
        document: *document,
    });
    let items = numbered().map(|((document, change), client_seq)| BatchItem {
        client_seq,
        document: *document,
        change: change.hash,
        grant_version: 0,
    });
    let (lanes, items) = (lanes.collect(), items.collect());
    let batch = Batch { previous: [0; 32].into(), epoch: request.hello.epoch, lanes, items };
    let changes = changes.iter().map(|(_, change)| change.bytes().to_vec().into()).collect();
    let sealed = batch.seal(&device.key).to_bytes().into();
    request.hello.next_client_seq = 100;
    request.batches = vec![PushedBatch { sealed, changes }];
    request
}

fn tick(n: u8) -> (RegisterKey, Value) {
    let tick = Tick { by: officer(n), on: day(5), done: true };
    (tick_key(0, 0), Value::Bytes(act(&tick)))
}

fn ask(served: &Served, device: &HandMade, request: &Request, nonce: u8) -> Reply {
    let body = request.to_body();
    let headers = device.headers(&body, [nonce; 16]);
    let answer = talk(served.address, &http_post(SYNC_PATH, &headers, &body));
    assert_eq!(answer.status, Some(200));
    Reply::from_body(&answer.body, &WireLimits::default()).expect("a reply")
}

#[test]
fn c9_12_a_foreign_document_gets_one_answer_whether_it_exists_or_not() {
    let world = World::new(70);
    let served = Served::start(&world.office());
    // The other village's book has rows; nobody ever heard of the third one.
    let other = world.phone(1, &[1]);
    other.tick(1, 0, 0, true, 5);
    other.sync().unwrap();
    let real = book(1).id();
    let unreal = DocumentName::work_book(TENANT, UnitId([99; 16]), YEAR).id();
    let roles = [Some(Role::Write), Some(Role::Read), None];
    for (role, n) in roles.into_iter().zip(2_u8..) {
        let device = HandMade::enrol(&world, n, &[0]);
        let given: Vec<_> = role.into_iter().map(|role| (village(0), role)).collect();
        world.office().set_rights(officer(n), &given, CLERK).unwrap();
        let pushed: Vec<_> = [real, unreal]
            .into_iter()
            .zip(1..)
            .map(|(document, lane)| (document, change(&device, document, lane, tick(n))))
            .collect();
        let mut request = pushing(&device, &pushed);
        request.attaching = [real, unreal].map(|document| Attaching { document, have: 0 }).to_vec();
        let reply = ask(&served, &device, &request, n);
        let answers: Vec<&Answer> = reply.acks.iter().map(|ack| &ack.answer).collect();
        let held = Answer::State(ChangeState::Held);
        assert_eq!(answers, [&held, &held], "{role:?}");
        assert!(reply.parts.is_empty(), "{role:?}");
        // Of both it hears what it said itself, and nothing else.
        let heads = reply.rows.iter().map(|row| RowHeader::read(&row.header).unwrap());
        let foreign = heads.filter(|head| [real, unreal].contains(&head.document));
        let mine = Some(device.certificate.device);
        assert!(foreign.into_iter().all(|head| head.device == mine), "{role:?}");
    }
    // The console says nothing before somebody has signed in, whatever is asked for.
    let page = |path: &str| {
        let get = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        talk(served.address, get.as_bytes())
    };
    let unit = |unit: UnitId| page(&format!("/don-vi/{unit}"));
    let answers = [unit(village(0)), unit(UnitId([99; 16])), page("/"), page("/dien-thoai")];
    assert!(answers.iter().all(|answer| answer.status == Some(303)), "{answers:?}");
}

#[test]
fn c9_15_what_writes_another_units_part_is_held_and_a_wrong_type_refused() {
    let world = World::new(71);
    let served = Served::start(&world.office());
    let readers = [world.phone(0, &[0]), world.phone(1, &[1])];
    let device = HandMade::enrol(&world, 2, &[0]);
    let (own, foreign) = (book(0).id(), book(1).id());
    let wrong = (RegisterKey::new(item(0, 1), "tick"), Value::Str("xong".into()));
    let unknown = (RegisterKey::new(item(0, 2), "later"), Value::Uint(7));
    let pushed = [
        (foreign, change(&device, foreign, 1, tick(2))),
        (own, change(&device, own, 2, wrong)),
        (own, change(&device, own, 3, unknown)),
        // In the name of an officer who does not use this phone.
        (own, change(&device, own, 4, tick(0))),
    ];
    let reply = ask(&served, &device, &pushing(&device, &pushed), 1);
    let states: Vec<&Answer> = reply.acks.iter().map(|ack| &ack.answer).collect();
    let state = Answer::State;
    let (held, refused) = (state(ChangeState::Held), state(ChangeState::Refused(15)));
    assert_eq!(states, [&held, &refused, &state(ChangeState::Stored), &held]);
    until_quiet(&readers);
    for phone in &readers {
        let village = phone.villages[0];
        assert!(phone.register(village, &tick_key(0, 0)).values.is_empty());
        assert!(phone.register(village, &tick_key(0, 1)).values.is_empty());
    }
    check_agreement(&world, &readers);
}

/// The office's folder as it is now, put where another process could open it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn c9_14_a_relay_that_shows_an_older_state_is_noticed_and_nothing_is_forgotten() {
    let world = World::new(72);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    phones[0].tick(0, 0, 0, true, 5);
    until_quiet(&phones);
    // A copy by hand: the same keys, the same epoch, an older log.
    world.restart_office();
    let old = world.folder().join("older");
    copy(&world.office_folder(), &old);
    phones[0].note(0, 0, "sau bản sao");
    phones[0].tick(0, 0, 1, true, 6);
    until_quiet(&phones);
    let config = Config { tenant: Some(TENANT), ..Config::default() };
    world.replace_office(Office::open(&old, config, Environment::default()).unwrap());
    let before = world.log();
    for phone in &phones {
        let report = phone.sync().unwrap();
        assert_eq!(report.stopped, [(None, "rewound".to_owned())]);
        let values = |key| phone.register(0, &key).values.len();
        assert_eq!((values(tick_key(0, 0)), values(tick_key(0, 1))), (1, 1));
    }
    assert_eq!(world.log(), before, "the older log got nothing that it cannot prove");
    // The true one is back.
    world.restart_office();
    phones[1].tick(0, 0, 2, true, 7);
    assert!(phones[1].waiting() > 0);
}

#[test]
fn c9_18_slow_clients_do_not_keep_a_phone_out() {
    let world = World::new(73);
    let served = Served::start(&world.office());
    let phone = world.phone_at(0, &[0], &served.url());
    let slow = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(served.address).unwrap();
        stream.write_all(bytes).unwrap();
        stream
    };
    let kind = "content-type: application/vnd.soviec\r\ncontent-length: 1000\r\n\r\nSV";
    let body = format!("POST {SYNC_PATH} HTTP/1.1\r\nhost: a\r\n{kind}");
    let mut waiting = Vec::new();
    for _ in 0..100 {
        waiting.push(slow(b"POST /v1/sync HT"));
        waiting.push(slow(body.as_bytes()));
    }
    phone.tick(0, 0, 0, true, 5);
    assert_eq!(phone.sync().unwrap().acknowledged, 1);
    drop(waiting);
    let phones: [Phone; 1] = [phone];
    until_quiet(&phones);
    check_agreement(&world, &phones);
}
