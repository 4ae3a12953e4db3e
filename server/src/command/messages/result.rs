//! The words of `soviec result`.

use soviec_core::{model::Outcome, store::tables::ReviewState};
use soviec_server::office::review::ReviewError;

pub(in crate::command) const RESULT: &str = "Kết quả đơn vị đã khai: liệt kê, xác nhận, trả lại";
pub(in crate::command) const RESULT_LIST: &str = "Liệt kê kết quả đơn vị đã khai, chờ xác nhận";
pub(in crate::command) const RESULT_ALL: &str = "Cả những kết quả đã xác nhận hoặc trả lại";
pub(in crate::command) const RESULT_CONFIRM: &str = "Xác nhận kết quả một đơn vị đã khai";
pub(in crate::command) const RESULT_RETURN: &str =
    "Trả lại kết quả một đơn vị đã khai; cần --reason";
pub(in crate::command) const RESULT_UNIT: &str = "Khóa hoặc mã của đơn vị";
pub(in crate::command) const RESULT_TASK: &str = "Số của nhiệm vụ trong kế hoạch, hoặc mã";
pub(in crate::command) const RESULT_REASON: &str = "Ý kiến của văn phòng";
pub(in crate::command) const RESULT_ALL_THE_SAME: &str =
    "Ghi cả khi cán bộ khác vừa có ý kiến khác";
pub(in crate::command) const RESULT_HEAD: [&str; 5] =
    ["ĐƠN VỊ", "SỐ", "NHIỆM VỤ", "VĂN PHÒNG", "Ý KIẾN"];

/// How a declared status stands at the office.
pub(in crate::command) fn review(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Nothing => "",
        ReviewState::Waiting => "chờ xác nhận",
        ReviewState::Confirmed => "đã xác nhận",
        ReviewState::Returned => "trả lại",
        ReviewState::Disputed => "hai ý kiến khác nhau",
    }
}

pub(in crate::command) fn judged(outcome: Outcome, task: &str) -> String {
    match outcome {
        Outcome::Confirmed => format!("{task}: đã xác nhận."),
        Outcome::Returned => format!("{task}: đã trả lại; đơn vị biết ở lần gửi nhận tới."),
    }
}

pub(in crate::command) fn nothing_declared(task: &str) -> String {
    format!("{task}: đơn vị chưa khai kết quả nào; xem soviec result list")
}

/// Why there is no verdict; none when the office itself could not do its work.
pub(in crate::command) fn not_judged(error: &ReviewError) -> Option<String> {
    let why = match error {
        ReviewError::Replaced => "đơn vị vừa khai lại; xem soviec result list",
        ReviewError::TwoValues => "hai người khai khác nhau; đơn vị chọn một trước đã",
        ReviewError::Judged(_) => {
            "cán bộ khác vừa có ý kiến khác; xem lại, rồi thêm --all-the-same"
        }
        ReviewError::NoComment => "cần ghi ý kiến: thêm --reason",
        ReviewError::TooLong(_) => "ý kiến dài quá 1.000 byte; viết gọn lại",
        ReviewError::Tables(_) | ReviewError::Pen(_) => return None,
    };
    Some(format!("Chưa ghi gì: {why}."))
}
