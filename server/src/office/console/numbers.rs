//! Numbers, shares and moments as Vietnamese offices write them.

use chrono::{Datelike, NaiveDateTime};

use super::view::Share;

/// `18342` as `18.342`.
pub(super) fn count(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// `38/41`, always both counts.
pub(super) fn share(share: Share) -> String {
    format!("{}/{}", count(share.done), count(share.of))
}

/// `78,6%`, rounded to one decimal; `None` when there is nothing to have a share of.
///
/// What is not quite all is never shown as 100,0%, and what is not quite nothing never as 0,0%.
pub(super) fn percent(share: Share) -> Option<String> {
    let (done, of) = (u64::from(share.done), u64::from(share.of));
    let rounded = (done * 2000 + of).checked_div(of * 2)?;
    let tenths = match done {
        0 => 0,
        _ if done < of => rounded.clamp(1, 999),
        _ => rounded,
    };
    Some(format!("{},{}%", tenths / 10, tenths % 10))
}

/// `12/06/2026 08:05`.
pub(super) fn moment(moment: NaiveDateTime) -> String {
    moment.format("%d/%m/%Y %H:%M").to_string()
}

/// A moment seen from another: `08:05` on the same day, `11/06` in the same year, else
/// `11/06/2025`.
pub(super) fn moment_near(moment: NaiveDateTime, now: NaiveDateTime) -> String {
    let form = if moment.date() == now.date() {
        "%H:%M"
    } else if moment.year() == now.year() {
        "%d/%m"
    } else {
        "%d/%m/%Y"
    };
    moment.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn of(done: u32, of: u32) -> Option<String> {
        percent(Share { done, of })
    }

    #[test]
    fn thousands_take_a_point() {
        let shown = [0, 999, 1000, 18_342, 1_234_567].map(count);
        assert_eq!(shown, ["0", "999", "1.000", "18.342", "1.234.567"]);
    }

    #[test]
    fn percents_take_a_comma_and_never_flatter() {
        assert_eq!(of(18_342, 23_336).as_deref(), Some("78,6%"));
        assert_eq!(of(9_999, 10_000).as_deref(), Some("99,9%"));
        assert_eq!(of(1, 10_000).as_deref(), Some("0,1%"));
        assert_eq!(of(7, 7).as_deref(), Some("100,0%"));
        assert_eq!(of(0, 7).as_deref(), Some("0,0%"));
        assert_eq!(of(0, 0), None);
        assert_eq!(of(u32::MAX, u32::MAX).as_deref(), Some("100,0%"));
    }

    #[test]
    fn a_moment_is_as_short_as_it_can_be() {
        let at = |year, month, day| {
            let date = NaiveDate::from_ymd_opt(year, month, day);
            date.and_then(|date| date.and_hms_opt(8, 5, 59)).expect("the days below are real")
        };
        let now = at(2026, 6, 12);
        assert_eq!(moment(now), "12/06/2026 08:05");
        assert_eq!(moment_near(now, now), "08:05");
        assert_eq!(moment_near(at(2026, 6, 3), now), "03/06");
        assert_eq!(moment_near(at(2025, 6, 12), now), "12/06/2025");
    }
}
