//! Where the console's pages hang, and who may see them.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use soviec_server::{
    LINK_PATH, PageError, Pages,
    office::{
        console::{AREA_PATH, SIGN_IN_PATH, SIGN_OUT_PATH, style_href},
        view::Reader,
    },
};

use crate::{
    http::{Answer, Server},
    world::World,
};

pub(crate) const NAME: &str = "huong.pt";
pub(crate) const SECRET: &str = "một hai ba bốn";

struct One;

impl Pages for One {
    fn page(
        &self,
        path: &str,
        query: Option<&str>,
        reader: &Reader,
    ) -> Result<Option<String>, PageError> {
        if path == "/hong" {
            return Err("a reason for the operator".into());
        }
        let page = || {
            let query = query.unwrap_or("-");
            format!("<p>{query} {}<input name=\"token\" value=\"{}\">", reader.name, reader.token)
        };
        Ok((path == AREA_PATH).then(page))
    }
}

/// A browser with its cookies.
pub(crate) struct Browser<'a> {
    server: &'a Server,
    cookies: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(server: &'a Server) -> Self {
        Self { server, cookies: Vec::new() }
    }

    pub(crate) fn ask(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let (cookies, length) = (cookies.join("; "), body.len().to_string());
        let kind = "application/x-www-form-urlencoded";
        let headers =
            [("cookie", cookies.as_str()), ("content-type", kind), ("content-length", &length)];
        let answer = self.server.ask(method, path, &headers, body.as_bytes());
        for line in answer.head.split("\r\n").filter_map(|l| l.strip_prefix("set-cookie: ")) {
            assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax"), "{line}");
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.retain(|(other, _)| other != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    pub(crate) fn sign_in(&mut self, name: &str, password: &str, back: &str) -> Answer {
        let token = token(&self.get(SIGN_IN_PATH));
        let fields = format!("token={token}&name={name}&password={password}&back={back}");
        self.ask("POST", SIGN_IN_PATH, &fields)
    }

    fn has_session(&self) -> bool {
        self.cookies.iter().any(|(name, _)| name == "soviec")
    }
}

pub(crate) fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

pub(crate) fn token(answer: &Answer) -> String {
    let page = text(answer);
    let rest = page.split_once("name=\"token\" value=\"").unwrap().1;
    rest.split_once('"').unwrap().0.to_owned()
}

pub(crate) fn leads_to(answer: &Answer, path: &str) -> bool {
    answer.status == 303 && answer.head.contains(&format!("location: {path}\r\n"))
}

fn office() -> (World, Server) {
    let world = World::new();
    let server = office_of(&world, Arc::new(One));
    (world, server)
}

/// The office's pages on the network, and one clerk.
pub(crate) fn office_of(world: &World, pages: Arc<dyn Pages>) -> Server {
    world.office.clerks().add(NAME, Some("Phạm Thu Hường")).unwrap();
    world.office.clerks().set_password(NAME, SECRET).unwrap();
    Server::new(world, pages)
}

#[test]
fn pages_come_with_their_policy_and_unknown_ones_say_so() {
    let (world, server) = office();
    assert!(leads_to(&server.get("/"), AREA_PATH));
    let style = server.get(style_href());
    assert_eq!(style.status, 200);
    assert!(style.head.contains("content-type: text/css"));
    let health = server.get("/healthz");
    assert_eq!((health.status, health.body.as_slice()), (200, &b"ok\n"[..]));
    let mut browser = Browser::new(&server);
    let link = world.office.sign_in_link(NAME).unwrap();
    assert!(leads_to(&browser.get(&link), AREA_PATH));
    let page = browser.get(&format!("{AREA_PATH}?xa=1"));
    assert_eq!(page.status, 200);
    assert!(text(&page).starts_with("<p>xa=1 Phạm Thu Hường<"));
    assert!(page.head.contains("content-security-policy: default-src 'none'"));
    assert!(page.head.contains("cache-control: no-store"));
    let unknown = browser.get("/khong-co");
    assert_eq!(unknown.status, 404);
    assert!(unknown.head.contains("text/html") && !unknown.body.is_empty());
    let broken = browser.get("/hong");
    assert_eq!(broken.status, 500);
    assert!(!text(&broken).contains("operator"));
}

#[test]
fn without_a_session_every_page_leads_to_the_sign_in() {
    let (_world, server) = office();
    let mut browser = Browser::new(&server);
    assert!(leads_to(&browser.get(AREA_PATH), SIGN_IN_PATH));
    let wanted = format!("{AREA_PATH}?xa=1&tt=qua-han");
    let asked = browser.get(&wanted);
    assert!(leads_to(&asked, "/dang-nhap?ve=/toan-canh%3Fxa%3D1%26tt%3Dqua-han"));
    assert!(leads_to(&browser.get("/khong-co"), "/dang-nhap?ve=/khong-co"));
    let form = browser.get("/dang-nhap?ve=/toan-canh%3Fxa%3D1");
    assert!(text(&form).contains("name=\"back\" value=\"/toan-canh?xa=1\""));
    for outside in ["//x.vn", "https://x.vn", "javascript:alert(1)", "%23a"] {
        let form = browser.get(&format!("/dang-nhap?ve={outside}"));
        assert!(!text(&form).contains("name=\"back\""), "{outside}");
    }
    browser.cookies.push(("soviec".into(), "0".repeat(64)));
    assert!(leads_to(&browser.get(AREA_PATH), SIGN_IN_PATH));
}

#[test]
fn a_clerk_signs_in_with_a_password_and_out_again() {
    let (_world, server) = office();
    let mut browser = Browser::new(&server);
    let wrong = browser.sign_in(NAME, "khong-phai-the", "");
    assert_eq!(wrong.status, 401);
    assert!(text(&wrong).contains("<b>Tên hoặc mật khẩu chưa đúng.</b>"));
    assert!(text(&wrong).contains("(còn 4 lần thử)") && !browser.has_session());
    let unknown = browser.sign_in("ai.do", SECRET, "");
    let same = |answer: &Answer| text(answer).replace("value=\"ai.do\"", "value=\"huong.pt\"");
    assert_eq!((unknown.status, same(&unknown)), (401, same(&wrong)));
    let entered = browser.sign_in(NAME, SECRET, "/toan-canh%3Fxa%3D1");
    assert!(leads_to(&entered, "/toan-canh?xa=1") && browser.has_session());
    assert!(!browser.cookies.iter().any(|(name, _)| name == "soviec-form"));
    let page = browser.get(AREA_PATH);
    let stale = browser.ask("POST", SIGN_OUT_PATH, "token=0");
    assert_eq!(stale.status, 403);
    assert_eq!(browser.get(AREA_PATH).status, 200);
    let cookies = browser.cookies.clone();
    let left = browser.ask("POST", SIGN_OUT_PATH, &format!("token={}", token(&page)));
    assert!(leads_to(&left, "/dang-nhap?da-thoat=1") && !browser.has_session());
    // A copy of the cookie is worth nothing either.
    browser.cookies = cookies;
    assert!(leads_to(&browser.get(AREA_PATH), SIGN_IN_PATH));
}

#[test]
fn a_form_of_another_site_does_nothing() {
    let (_world, server) = office();
    let mut browser = Browser::new(&server);
    let theirs = token(&Browser::new(&server).get(SIGN_IN_PATH));
    let fields = format!("token={theirs}&name={NAME}&password={SECRET}");
    assert_eq!(browser.ask("POST", SIGN_IN_PATH, &fields).status, 403);
    browser.get(SIGN_IN_PATH);
    assert_eq!(browser.ask("POST", SIGN_IN_PATH, &fields).status, 403);
    assert!(!browser.has_session());
    for broken in ["", "name=a", &"a".repeat(9_000)] {
        assert_eq!(browser.ask("POST", SIGN_IN_PATH, broken).status, 403);
    }
}

#[test]
fn too_many_wrong_tries_are_told_to_wait() {
    let (world, server) = office();
    let mut browser = Browser::new(&server);
    for _ in 0..5 {
        assert_eq!(browser.sign_in(NAME, "khong-phai-the", "").status, 401);
    }
    let paused = browser.sign_in(NAME, SECRET, "");
    assert_eq!(paused.status, 429);
    assert!(paused.head.contains("retry-after: 900"));
    assert!(text(&paused).contains("Đợi 15 phút"));
    world.clock.forward(15 * 60_000);
    assert!(leads_to(&browser.sign_in(NAME, SECRET, ""), AREA_PATH));
}

#[test]
fn a_removed_clerk_gets_the_sign_in_page() {
    let (world, server) = office();
    let mut browser = Browser::new(&server);
    browser.sign_in(NAME, SECRET, "");
    assert_eq!(browser.get(AREA_PATH).status, 200);
    let link = world.office.sign_in_link(NAME).unwrap();
    world.office.clerks().remove(NAME).unwrap();
    assert!(leads_to(&browser.get(AREA_PATH), SIGN_IN_PATH));
    assert_eq!(browser.get(&link).status, 410);
}

#[test]
fn a_link_is_used_up_by_its_use_and_not_by_looking_ahead() {
    let (world, server) = office();
    let link = world.office.sign_in_link(NAME).unwrap();
    let ahead = server.ask("GET", &link, &[("sec-purpose", "prefetch;prerender")], &[]);
    assert_eq!(ahead.status, 503);
    let mut browser = Browser::new(&server);
    assert!(leads_to(&browser.get(&link), AREA_PATH));
    let again = Browser::new(&server).get(&link);
    assert_eq!(again.status, 410);
    assert!(text(&again).contains("Đường dẫn đã dùng hoặc đã hết hạn."));
    assert_eq!(server.get("/vao/khong-phai").status, 410);
}

/// Everything that is logged in this process, at every level.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn nothing_of_a_clerk_is_logged() {
    let sink = Sink::default();
    let writer = sink.clone();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
    log.with_writer(move || writer.clone()).init();
    let (world, server) = office();
    let (name, shown, secret) = ("dau.hieu", "Dấu Hiệu Riêng", "dau-hieu-bi-mat");
    world.office.clerks().add(name, Some(shown)).unwrap();
    world.office.clerks().set_password(name, secret).unwrap();
    let mut browser = Browser::new(&server);
    browser.sign_in(name, "dau-hieu-sai", "");
    browser.sign_in(name, secret, "");
    let link = world.office.sign_in_link(name).unwrap();
    Browser::new(&server).get(&link);
    let page = browser.get(AREA_PATH);
    assert!(text(&page).contains(shown));
    let cookie = browser.cookies.iter().find(|(name, _)| name == "soviec").unwrap().1.clone();
    browser.ask("POST", SIGN_OUT_PATH, &format!("token={}", token(&page)));
    let logged = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("a clerk signed in"), "the sink hears");
    let link = link.strip_prefix(LINK_PATH).unwrap();
    for marked in [name, shown, secret, "dau-hieu-sai", &cookie, link] {
        assert!(!logged.contains(marked), "{marked}");
    }
}
