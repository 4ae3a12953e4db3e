//! Cookies of the console, and where a browser's request comes from.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue, header};

/// The cookie of a session.
pub(super) const SESSION: &str = "soviec";
/// The cookie that ties the form of signing in to the browser that asked for it.
pub(super) const FORM: &str = "soviec-form";

/// The value of a cookie that the browser sent.
pub(super) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';'));
    pairs.find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// A cookie for the browser. It goes with its windows; how long it is worth something the
/// server knows. No script reads it, no other site's form sends it along.
pub(super) fn set(name: &str, value: &str, safe: bool) -> HeaderValue {
    cookie(&format!("{name}={value}"), safe)
}

/// Takes a cookie away.
pub(super) fn forget(name: &str, safe: bool) -> HeaderValue {
    cookie(&format!("{name}=; Max-Age=0"), safe)
}

fn cookie(pair: &str, safe: bool) -> HeaderValue {
    let secure = if safe { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{pair}; Path=/; HttpOnly; SameSite=Lax{secure}"))
        .expect("names and hexadecimal tokens are visible ASCII")
}

/// Whether cookies may travel encrypted only: always, but for a browser on this very computer
/// that talks to the server itself.
pub(super) fn is_safe(headers: &HeaderMap, source: IpAddr) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let proxied = ["x-forwarded-for", "x-forwarded-proto", "forwarded"].map(text);
    let host = text("host").unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let here = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    !(here && source.is_loopback() && proxied.iter().all(Option::is_none))
}

/// Where the browser is. A proxy stands on this computer and adds, as the last one, the address
/// that it saw; from anywhere else that header may say anything.
pub(super) fn browser(headers: &HeaderMap, source: IpAddr) -> IpAddr {
    let told = || {
        let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        line.rsplit(',').next()?.trim().parse().ok()
    };
    if source.is_loopback() { told().unwrap_or(source) } else { source }
}

/// A page's address inside the query of another one.
pub(super) fn escaped(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    text.bytes().fold(String::new(), |mut whole, byte| {
        match keep(byte) {
            true => whole.push(char::from(byte)),
            false => whole.push_str(&format!("%{byte:02X}")),
        }
        whole
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: [u8; 4] = [127, 0, 0, 1];
    const AWAY: [u8; 4] = [10, 0, 0, 9];

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|&(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let sent = headers(&[("cookie", "soviec-form=1; xsoviec=2; soviec=3")]);
        assert_eq!(read(&sent, SESSION), Some("3"));
        assert_eq!(read(&sent, FORM), Some("1"));
        assert_eq!(read(&headers(&[]), SESSION), None);
    }

    #[test]
    fn only_a_browser_on_this_computer_does_without_encryption() {
        let safe = |pairs: &[(&'static str, &'static str)], source: [u8; 4]| {
            is_safe(&headers(pairs), IpAddr::from(source))
        };
        assert!(!safe(&[("host", "127.0.0.1:8080")], HERE));
        assert!(!safe(&[("host", "localhost")], HERE));
        assert!(safe(&[("host", "so-viec.vn")], HERE));
        assert!(safe(&[("host", "127.0.0.1:8080"), ("x-forwarded-for", "10.0.0.9")], HERE));
        assert!(safe(&[("host", "127.0.0.1:8080")], AWAY));
        assert!(safe(&[], HERE));
        assert!(set(SESSION, "a", true).to_str().unwrap().ends_with("; Secure"));
        assert!(!set(SESSION, "a", false).to_str().unwrap().contains("Secure"));
    }

    #[test]
    fn only_a_proxy_on_this_computer_tells_where_a_browser_is() {
        let told = headers(&[("x-forwarded-for", "1.2.3.4, 10.0.0.9")]);
        assert_eq!(browser(&told, HERE.into()), IpAddr::from(AWAY));
        assert_eq!(browser(&told, [10, 0, 0, 1].into()), IpAddr::from([10, 0, 0, 1]));
        assert_eq!(browser(&headers(&[("x-forwarded-for", "?")]), HERE.into()), IpAddr::from(HERE));
    }

    #[test]
    fn an_address_in_a_query_is_one_value() {
        assert_eq!(escaped("/toan-canh?xa=1&tt=a#b"), "/toan-canh%3Fxa%3D1%26tt%3Da%23b");
    }
}
