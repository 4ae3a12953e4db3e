//! Every word that a clerk reads on these pages. Names of units and the words for their levels
//! are data and come with the view.

pub(super) mod apart;
pub(super) mod decide;
pub(super) mod filters;
pub(super) mod flags;
pub(super) mod history;
pub(super) mod phones;
pub(super) mod replaced;
pub(super) mod review;
pub(super) mod search;
pub(super) mod sign_in;
pub(super) mod unit;

use super::numbers::{count, moment, percent, share};
use super::view::{Counts, Reason, Sent, Share, State, Totals, UnitWords};
use soviec_core::model::Day;

pub(super) const PRODUCT: &str = "Sổ Việc";
pub(super) const SKIP: &str = "Đến nội dung chính";
pub(super) const MAIN_NAV: &str = "Chính";
pub(super) const PLACE_NAV: &str = "Vị trí trang";
pub(super) const AT_A_GLANCE: &str = "Toàn cảnh";
pub(super) const SUMMARY_OF_GAPS: &str = "Tình trạng gửi số liệu";

pub(super) const UNIT: &str = "Đơn vị";
pub(super) const UNITS: &str = "đơn vị";
pub(super) const ROW_ORDER: &str = "nhiều quá hạn trước";
pub(super) const DATED: &str = "Nhiệm vụ có hạn";
pub(super) const ONGOING: [&str; 2] = ["thường", "xuyên"];
pub(super) const ITEMS: &str = "Việc trong danh mục";
pub(super) const ITEMS_SHARE: [&str; 2] = ["việc xong /", "được giao"];
pub(super) const SENT: &str = "Đã gửi đủ";
pub(super) const LAST_CONTACT: [&str; 2] = ["Gửi", "gần nhất"];
pub(super) const SUM: &str = "Cộng";
pub(super) const UNKNOWN: &str = "?";
pub(super) const COMPLETE_SHORT: &str = "đủ";

pub(super) const GAPS: &str = "Chưa gửi đủ";
pub(super) const TWO_VALUES: &str = "Hai giá trị";
pub(super) const TWO_VALUES_SHORT: &str = "2 giá trị";
pub(super) const TWO_VALUES_RULE: &str =
    "Hai người ghi khác nhau, chưa ai chọn: cả hai giá trị được giữ, mục tính là chưa xong.";
pub(super) const NO_GAPS: &str =
    "Không thiếu đơn vị nào. Số liệu trên trang này đủ đến thời điểm ghi ở đầu trang.";
pub(super) const NO_DATED: &str = "Chưa giao nhiệm vụ có hạn nào cho các đơn vị này.";
pub(super) const ALL_SENT: &str = "Tất cả đã gửi đủ";

pub(super) const ONGOING_NOTE: &str =
    "Nhiệm vụ thường xuyên đếm riêng: số có hiệu quả trong kỳ / số được giao.";
pub(super) const UNKNOWN_NOTE: &str = "? là máy chưa gửi lần nào, không phải 0.";

/// The state in full, as it stands beside its glyph.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::OnTime => "Hoàn thành đúng hạn",
        State::InProgress => "Đang thực hiện",
        State::Late => "Hoàn thành muộn",
        State::Overdue => "Quá hạn",
        State::NotStarted => "Chưa thực hiện",
    }
}

/// The state after its number: "99 hoàn thành đúng hạn".
pub(super) fn state_after_number(state: State) -> &'static str {
    match state {
        State::OnTime => "hoàn thành đúng hạn",
        State::InProgress => "đang thực hiện",
        State::Late => "hoàn thành muộn",
        State::Overdue => "quá hạn",
        State::NotStarted => "chưa thực hiện",
    }
}

/// The state at the head of a narrow column, under its glyph.
pub(super) fn state_short(state: State) -> &'static str {
    match state {
        State::OnTime => "đúng hạn",
        State::InProgress => "đang",
        State::Late => "muộn",
        State::Overdue => "quá hạn",
        State::NotStarted => "chưa",
    }
}

/// "Hoàn thành đúng hạn 99, Đang thực hiện 64, …": a bar for whoever does not see it.
pub(super) fn counts_in_words(counts: Counts) -> String {
    State::ALL.map(|each| format!("{} {}", state(each), count(counts[each]))).join(", ")
}

/// "38 trên 40".
pub(super) fn share_in_words(share: Share) -> String {
    format!("{} trên {}", count(share.done), count(share.of))
}

/// "Toàn cảnh khu vực Thanh Lâm".
pub(super) fn area_title(area: &str) -> String {
    format!("{AT_A_GLANCE} {area}")
}

/// The title of the window.
pub(super) fn window_title(page: &str) -> String {
    format!("{page} · {PRODUCT}")
}

/// "12/06/2026 08:05", after the words "Số liệu đến".
pub(super) fn as_of(at: chrono::NaiveDateTime) -> [String; 2] {
    ["Số liệu đến".to_owned(), moment(at)]
}

/// "xã, phường đã gửi đủ", after the figure 19/23.
pub(super) fn sent_by(units: &str) -> String {
    format!("{units} đã gửi đủ")
}

/// "207 lượt nhiệm vụ có hạn của 23 đơn vị".
pub(super) fn dated_of(totals: Totals, units: &str) -> String {
    let (tasks, number) = (count(totals.counts.total()), count(totals.sent.of));
    format!("{tasks} lượt nhiệm vụ có hạn của {number} {units}")
}

/// "9 nhiệm vụ có hạn của đơn vị".
pub(super) fn dated_of_own(counts: Counts) -> String {
    format!("{} nhiệm vụ có hạn của đơn vị", count(counts.total()))
}

/// "14 thôn · 262/455 việc trong danh mục đã xong (57,6%)".
pub(super) fn commune_line(totals: Totals, units: &str) -> String {
    let number = format!("{} {units}", count(totals.sent.of));
    match percent(totals.items) {
        Some(part) => {
            format!("{number} · {} việc trong danh mục đã xong ({part})", share(totals.items))
        }
        None => number,
    }
}

/// "6/7 thường xuyên, có hiệu quả", without the figure.
pub(super) const ONGOING_AFTER_NUMBER: &str = "thường xuyên, có hiệu quả";
/// "1 chờ hướng dẫn", without the figure.
pub(super) const WAITING_AFTER_NUMBER: &str = "chờ hướng dẫn";

/// The head of the column of bars: with the number of tasks when every unit has as many.
pub(super) fn dated_head(per_unit: Option<u32>) -> String {
    match per_unit {
        Some(tasks) => format!("{DATED} ({})", count(tasks)),
        None => DATED.to_owned(),
    }
}

/// "23 lượt chờ hướng dẫn, không tính vào cột nào."
pub(super) fn waiting_note(tasks: u32) -> String {
    format!("{} lượt chờ hướng dẫn, không tính vào cột nào.", count(tasks))
}

/// The cell of a row: "đủ", "7/15 thôn", "9 ngày".
pub(super) fn sent(sent: Sent, below: &str) -> String {
    match sent {
        Sent::Complete => COMPLETE_SHORT.to_owned(),
        Sent::Partial { complete, of } => {
            format!("{} {below}", share(Share { done: complete, of }))
        }
        Sent::Missing(why) => reason(why),
    }
}

/// Why a unit is among the gaps, short enough for brackets after its name.
pub(super) fn reason(reason: Reason) -> String {
    match reason {
        Reason::SilentDays(days) => format!("{} ngày", count(days)),
        Reason::Waiting(edits) => format!("còn {} mục", count(edits)),
        Reason::Never => "chưa gửi lần nào".to_owned(),
        Reason::NoPhone => "chưa có máy".to_owned(),
    }
}

/// The same as a sentence of its own.
pub(super) fn reason_in_full(reason: Reason) -> String {
    match reason {
        Reason::SilentDays(days) => format!("{} ngày chưa liên lạc", count(days)),
        Reason::Waiting(edits) => format!("còn {} mục chờ gửi trong máy", count(edits)),
        Reason::Never => "máy chưa gửi lần nào".to_owned(),
        Reason::NoPhone => "chưa có máy; văn phòng ghi hộ".to_owned(),
    }
}

/// "và 9 đơn vị nữa", the link from the strip to the whole list.
pub(super) fn more_units(units: usize) -> String {
    format!("và {units} đơn vị nữa")
}

/// "2 mục có hai giá trị".
pub(super) fn two_values(registers: u32) -> String {
    format!("{} mục có hai giá trị", count(registers))
}

/// The head of a list, with how many stand in it.
pub(super) fn list_head(head: &str, entries: usize) -> String {
    format!("{head} ({entries})")
}

/// An empty page: what is missing, why, and what to do.
pub(super) fn no_rows(units: &str) -> [String; 2] {
    [
        format!("Chưa có {units} nào trong danh bạ, nên chưa có số liệu để cộng."),
        format!("Thêm {units} vào danh bạ của văn phòng, rồi tải lại trang này."),
    ]
}

/// What the three parts of an error say: what happened, what is safe, what to do.
pub(super) struct Trouble {
    pub(super) what: &'static str,
    pub(super) safe: &'static str,
    pub(super) next: &'static str,
}

pub(super) const NOT_FOUND: Trouble = Trouble {
    what: "Không có trang này.",
    safe: "Không có số liệu nào thay đổi.",
    next: "Mở Toàn cảnh rồi chọn lại đơn vị, hoặc kiểm tra địa chỉ đã gõ.",
};

pub(super) const STALE: Trouble = Trouble {
    what: "Trang đã mở quá lâu, việc vừa bấm chưa được làm.",
    safe: "Không có số liệu nào thay đổi.",
    next: "Quay lại, tải lại trang rồi bấm lần nữa.",
};

pub(super) const FAILED: Trouble = Trouble {
    what: "Máy chủ chưa lập được trang này.",
    safe: "Số liệu đã nhận vẫn nguyên trong sổ, không mất gì.",
    next: "Tải lại sau ít phút; nếu vẫn vậy, báo quản trị văn phòng.",
};

/// The plan in the words of its paper: "Kế hoạch 64/KH-TCT ngày 27/02/2023".
pub fn plan_line(number: &str, issued: Option<Day>) -> String {
    match issued {
        Some(day) => format!("Kế hoạch {number} ngày {}", day.long()),
        None => format!("Kế hoạch {number}"),
    }
}

pub(super) const VILLAGES: &str = "Bảng các thôn";

/// What the office's area is called in a running sentence, until the directory names it.
pub fn area_name() -> String {
    "khu vực".to_owned()
}

/// What the units of the two pages are called.
pub fn unit_words(villages: bool) -> UnitWords {
    let words = |rows: &str, below: &str| UnitWords { rows: rows.into(), below: below.into() };
    if villages {
        words("thôn, tổ dân phố", "thôn")
    } else {
        words("xã, thị trấn", "thôn")
    }
}
