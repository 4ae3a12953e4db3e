//! Words of the list of phones.

use crate::office::console::numbers::count;
use crate::office::view::{Need, PhoneTotals};

pub(crate) const TITLE: &str = "Điện thoại và cán bộ";
pub(crate) const PHONE: &str = "Máy";
pub(crate) const OFFICERS: &str = "Cán bộ";
pub(crate) const UNIT: &str = "Đơn vị";
pub(crate) const STATE: &str = "Tình trạng";
pub(crate) const LAST: &str = "Liên lạc cuối";
pub(crate) const WAITING: &str = "Chờ gửi";
pub(crate) const DRIFT: &str = "Lệch giờ";
pub(crate) const VERSION: &str = "Phiên bản";
pub(crate) const VALID_TO: &str = "Chứng thư đến";
pub(crate) const NEVER: &str = "chưa lần nào";
pub(crate) const PARTS: &str = "Các phần của danh sách";
pub(crate) const NOTE: &str = "“?”: máy chưa liên lạc lại nên không biết còn bao nhiêu mục chờ. \
                               “Chờ gửi” là con số máy báo ở lần liên lạc cuối. Máy cần chú ý \
                               đứng trước.";
pub(crate) const EMPTY: [&str; 2] = [
    "Chưa có điện thoại nào được đăng ký, nên chưa có số liệu từ thôn, xã.",
    "Cấp mã đăng ký cho cán bộ; máy hiện ở đây ngay khi dùng mã.",
];

/// What a phone needs.
pub(crate) fn need(need: Need) -> &'static str {
    match need {
        Need::Never => "máy chưa gửi lần nào",
        Need::Silent => "lâu chưa liên lạc",
        Need::Expired => "chứng thư đã hết hạn",
        Need::Waiting => "còn mục chờ",
        Need::Drift => "giờ thiết bị lệch",
        Need::EndsSoon => "chứng thư sắp hết hạn",
        Need::Fine => "đang dùng",
    }
}

/// "412 điện thoại · 404 đã gửi đủ · 5 lâu chưa liên lạc · 3 còn mục chờ".
pub(crate) fn totals(totals: PhoneTotals) -> String {
    let PhoneTotals { all, complete, silent, waiting } = totals;
    format!(
        "{} điện thoại · {} đã gửi đủ · {} lâu chưa liên lạc · {} còn mục chờ",
        count(all),
        count(complete),
        count(silent),
        count(waiting)
    )
}

/// "và 12 đơn vị nữa".
pub(crate) fn more_units(units: u32) -> String {
    format!(" và {} đơn vị nữa", count(units))
}

/// "+0 s", "−4 s", "+5 phút", "+26 giờ", "−3 ngày".
pub(crate) fn drift(milliseconds: i64) -> String {
    let seconds = milliseconds.unsigned_abs() / 1_000;
    let (number, unit) = match seconds {
        0..=119 => (seconds, "s"),
        120..=7_199 => (seconds / 60, "phút"),
        7_200..=172_799 => (seconds / 3_600, "giờ"),
        _ => (seconds / 86_400, "ngày"),
    };
    let sign = if milliseconds <= -1_000 { '−' } else { '+' };
    format!("{sign}{} {unit}", count(u32::try_from(number).unwrap_or(u32::MAX)))
}

/// "Phần 2".
pub(crate) fn part(number: u32) -> String {
    format!("Phần {}", count(number))
}

#[cfg(test)]
mod tests {
    use super::drift;

    #[test]
    fn a_drift_has_a_sign_and_the_unit_that_fits() {
        let shown = [0, 999, -999, -4_000, 119_000, 300_000, 93_600_000, -300_000_000].map(drift);
        assert_eq!(
            shown,
            ["+0 s", "+0 s", "+0 s", "−4 s", "+119 s", "+5 phút", "+26 giờ", "−3 ngày"]
        );
    }
}
