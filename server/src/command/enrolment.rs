//! The slip that an officer takes to his phone.
//!
//! Its QR code holds `soviec:enrol?a=ADDRESS&c=CODE&f=FINGERPRINT`: the relay's address, percent
//! encoded and left out when the clerk did not give it; the ten symbols of the code; the 16
//! hexadecimal digits of the office's fingerprint.

use std::fmt::Write;

use super::{Failed, messages, print};
use soviec_core::model::{Moment, Role};
use soviec_server::auth::EnrolCode;

/// How long a code is valid, in milliseconds.
const VALID: i64 = 24 * 3_600_000;

/// What stands on the slip.
pub(super) struct Slip<'a> {
    pub(super) officer: &'a str,
    pub(super) unit: &'a str,
    pub(super) role: Role,
    pub(super) note: Option<&'a str>,
    pub(super) address: Option<&'a str>,
    pub(super) fingerprint: &'a str,
    pub(super) code: &'a EnrolCode,
    pub(super) made: Moment,
}

impl Slip<'_> {
    /// Prints the slip; the code is shown here and nowhere else.
    pub(super) fn print(&self) -> Result<(), Failed> {
        let until = Moment(self.made.0.saturating_add(VALID)).local();
        print::line(messages::slip_for(self.officer, self.unit, self.role))?;
        if let Some(note) = self.note {
            print::line(messages::slip_note(note))?;
        }
        print::line(messages::slip_code(&self.code.spoken()))?;
        print::line(messages::slip_until(&until.format("%H:%M %d/%m/%Y").to_string()))?;
        print::line(messages::slip_address(self.address))?;
        print::line(messages::fingerprint(self.fingerprint))?;
        print::qr(&uri(self.address, self.code.as_str(), self.fingerprint))
    }
}

fn uri(address: Option<&str>, code: &str, fingerprint: &str) -> String {
    let address = address.map(|address| format!("a={}&", percent(address)));
    let fingerprint = fingerprint.replace(' ', "");
    format!("soviec:enrol?{}c={code}&f={fingerprint}", address.unwrap_or_default())
}

/// Everything but letters, digits and `-._~:/` as `%XX`: a query may hold these as they are.
fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a String takes every text");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_holds_what_the_phone_would_type() {
        let whole = uri(Some("https://so.vn:8443/a b&c=đ"), "ABCDE23456", "12AB 34CD 56EF 7890");
        assert_eq!(
            whole,
            "soviec:enrol?a=https://so.vn:8443/a%20b%26c%3D%C4%91&c=ABCDE23456&f=12AB34CD56EF7890"
        );
        assert_eq!(uri(None, "ABCDE23456", "12AB"), "soviec:enrol?c=ABCDE23456&f=12AB");
    }
}
