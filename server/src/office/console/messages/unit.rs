//! Words of a unit's page.

use crate::office::console::numbers::{count, share};
use crate::office::view::Share;
use soviec_core::{
    fold::Status,
    model::{Day, Declared},
};

pub(crate) const TASK: &str = "Nhiệm vụ";
pub(crate) const STATE: &str = "Trạng thái";
pub(crate) const DEADLINE: &str = "Hạn";
pub(crate) const RESULT: &str = "Kết quả đã khai";
pub(crate) const HISTORY: &str = "lịch sử";
pub(crate) const NOT_CONFIRMED: &str = "chờ xác nhận";
pub(crate) const CONFIRMED: &str = "Đã xác nhận";
pub(crate) const RETURNED: &str = "Trả lại:";
pub(crate) const DISPUTED: &str = "Hai cán bộ văn phòng có ý kiến khác nhau";
pub(crate) const NOT_DECLARED: &str = "chưa khai";
pub(crate) const NEWER: &str = "khai bằng bản ứng dụng mới hơn, trang này chưa đọc được";
pub(crate) const NO_DEADLINE: &str = "chưa có";
pub(crate) const WAITING: &str = "Cần quyết định:";
pub(crate) const UNNAMED: &str = "cán bộ chưa có tên trong danh bạ";
/// Before what a round from house to house counted.
pub(crate) const ROUND: &str = "Đi từng hộ:";
pub(crate) const NOTES: &str = "Ghi chú";
pub(crate) const VILLAGES_TABLE: &str = "Bảng trạng thái từng thôn";
/// The mark of a task that no plan has.
pub(crate) const LOCAL: &str = "việc riêng của đơn vị";
pub(crate) const NO_TASKS: [&str; 2] = [
    "Đơn vị này chưa được giao nhiệm vụ nào trong kế hoạch đang xem.",
    "Không thiếu số liệu. Khi văn phòng giao nhiệm vụ, trang này có ngay.",
];

/// How a task stands, in the words of the legend.
pub(crate) fn status(status: Status, dated: bool) -> &'static str {
    match status {
        Status::DoneOnTime if !dated => "Hoàn thành",
        Status::DoneOnTime => "Hoàn thành đúng hạn",
        Status::InProgress => "Đang thực hiện",
        Status::DoneLate => "Hoàn thành muộn",
        Status::Overdue => "Quá hạn",
        Status::NotStarted => "Chưa thực hiện",
        Status::Ongoing => "Thường xuyên, chưa khai",
        Status::OngoingEffective => "Thường xuyên, có hiệu quả",
        Status::OngoingWeak => "Thường xuyên, chưa hiệu quả",
        Status::WaitingEvent => "Chờ hướng dẫn",
    }
}

/// A status as it is declared.
pub(crate) fn declared(status: Declared) -> &'static str {
    match status {
        Declared::NotStarted => "Chưa thực hiện",
        Declared::InProgress => "Đang thực hiện",
        Declared::Done => "Hoàn thành",
        Declared::Effective => "Thường xuyên, có hiệu quả",
        Declared::Weak => "Thường xuyên, chưa hiệu quả",
    }
}

/// "thường xuyên, chưa hiệu quả", after its number.
pub(crate) const WEAK_AFTER_NUMBER: &str = "thường xuyên, chưa hiệu quả";

/// "còn 3 ngày", "hạn hôm nay", "quá 12 ngày".
pub(crate) fn days_left(days: i64) -> String {
    let number = count(u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX));
    match days {
        0 => "hạn hôm nay".to_owned(),
        1.. => format!("còn {number} ngày"),
        _ => format!("quá {number} ngày"),
    }
}

/// "Trịnh Văn Đạt, 12/06".
pub(crate) fn by_on(by: Option<&str>, on: Day, as_of: Day) -> String {
    let day = if on.year() == as_of.year() { on.short() } else { on.long() };
    format!("{}, {day}", by.unwrap_or(UNNAMED))
}

/// "38/40 đầu việc, 2 ghi chú": what unfolds under a task.
pub(crate) fn folded(items: Share, notes: usize) -> String {
    let notes = count(u32::try_from(notes).unwrap_or(u32::MAX));
    match (items.of, notes.as_str()) {
        (0, notes) => format!("{notes} ghi chú"),
        (_, "0") => format!("{} đầu việc", share(items)),
        (_, notes) => format!("{} đầu việc, {notes} ghi chú", share(items)),
    }
}

/// Which history a link leads to, for whoever hears it without the row around it.
pub(crate) fn history_of(number: &str) -> String {
    match number {
        "" => format!("lịch sử trạng thái {LOCAL}"),
        number => format!("lịch sử trạng thái nhiệm vụ {number}"),
    }
}

/// An item's state, for whoever does not see the glyph.
pub(crate) fn item(done: bool, open: bool) -> &'static str {
    match (open, done) {
        (true, _) => "Hai giá trị:",
        (false, true) => "Xong:",
        (false, false) => "Chưa xong:",
    }
}

/// "bỏ đánh dấu", before who and when; nothing for a tick.
pub(crate) const UNTICKED: &str = "bỏ đánh dấu: ";
/// "đánh dấu xong", for one of two values.
pub(crate) const TICKED: &str = "đánh dấu xong: ";

/// "12 thôn, tổ dân phố".
pub(crate) fn villages(number: usize, word: &str) -> String {
    format!("{} {word}", count(u32::try_from(number).unwrap_or(u32::MAX)))
}

/// "đã gửi đủ: 2 điện thoại, 0 mục chờ".
pub(crate) fn complete(number: u32) -> String {
    format!("đã gửi đủ: {}, 0 mục chờ", phones(number))
}

/// "2 điện thoại".
pub(crate) fn phones(number: u32) -> String {
    format!("{} điện thoại", count(number))
}

/// "cán bộ: Lê Thị Hạnh, Trịnh Văn Đạt".
pub(crate) fn officers(names: &[String]) -> String {
    format!("cán bộ: {}", names.join(", "))
}

/// "Thôn, tổ dân phố gửi số liệu".
pub(crate) fn villages_head(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{} gửi số liệu", letters.as_str())
}

pub(crate) const VILLAGES_NOTE: &str =
    "Việc trong danh mục đã xong / được giao, và lần gửi gần nhất. Đơn vị im lặng đứng trước.";
