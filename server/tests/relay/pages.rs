//! Where the console's pages hang.

use std::sync::Arc;

use soviec_server::{
    Pages,
    office::console::{AREA_PATH, style_href},
};

use crate::{http::Server, world::World};

struct One;

impl Pages for One {
    fn page(&self, path: &str, query: Option<&str>) -> Option<String> {
        (path == AREA_PATH).then(|| format!("<p>{}</p>", query.unwrap_or("-")))
    }
}

#[test]
fn pages_come_with_their_policy_and_unknown_ones_say_so() {
    let world = World::new();
    let server = Server::new(&world, Arc::new(One));
    let home = server.get("/");
    assert_eq!(home.status, 303);
    assert!(home.head.contains(&format!("location: {AREA_PATH}\r\n")), "{}", home.head);
    let page = server.get(&format!("{AREA_PATH}?xa=1"));
    assert_eq!((page.status, page.body.as_slice()), (200, &b"<p>xa=1</p>"[..]));
    assert!(page.head.contains("content-security-policy: default-src 'none'"));
    assert!(page.head.contains("cache-control: no-store"));
    let style = server.get(style_href());
    assert_eq!(style.status, 200);
    assert!(style.head.contains("content-type: text/css"));
    let unknown = server.get("/khong-co");
    assert_eq!(unknown.status, 404);
    assert!(unknown.head.contains("text/html") && !unknown.body.is_empty());
    let health = server.get("/healthz");
    assert_eq!((health.status, health.body.as_slice()), (200, &b"ok\n"[..]));
}
