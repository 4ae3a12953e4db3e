//! Words of decisions about single edits.

use soviec_core::protocol::ChangeState;
use soviec_server::office::decide::{DecideError, Order};

pub(in crate::command) const CHANGE: &str =
    "Mục đang giữ, mục máy chủ không nhận: xem và quyết định";
pub(in crate::command) const CHANGE_LIST: &str = "Liệt kê mục đang chờ văn phòng quyết định";
pub(in crate::command) const CHANGE_ALL: &str = "Cả những mục đã quyết định";
pub(in crate::command) const CHANGE_ACCEPT: &str = "Nhận một mục đang giữ vào sổ";
pub(in crate::command) const CHANGE_ACCEPT_LONG: &str = "\
Nhận một mục đang giữ vào sổ. Các mục chờ theo nó cũng được nhận.

Mã thoát: 0 xong; 1 không quyết định được, chưa ghi gì; 2 sai lệnh hoặc không làm được.";
pub(in crate::command) const CHANGE_RETURN: &str =
    "Trả một mục đang giữ về cho người ghi; cần --reason";
pub(in crate::command) const CHANGE_MOVE: &str =
    "Chuyển một mục đang giữ sang sổ của đơn vị khác; cần --reason";
pub(in crate::command) const CHANGE_REQUEUE: &str =
    "Ghi lại thay một mục máy chủ không nhận; cán bộ vẫn đứng tên";
pub(in crate::command) const CHANGE_DISMISS: &str =
    "Xếp lại một mục máy chủ không nhận; cần --reason";
pub(in crate::command) const CHANGE_EXPEL: &str = "Đưa một mục đã nhận ra khỏi sổ; cần --reason";
pub(in crate::command) const CHANGE_EXPEL_LONG: &str = "\
Đưa một mục đã nhận ra khỏi sổ. Những gì đã ghi tiếp trên mục đó được văn phòng ghi lại nguyên
văn, vẫn đứng tên người ghi; mục bị đưa ra vẫn xem được.

Mã thoát: 0 xong; 1 không quyết định được, chưa ghi gì; 2 sai lệnh hoặc không làm được.";
pub(in crate::command) const CHANGE_WORD: &str = "Mã của mục, ít nhất 8 chữ số đầu";
pub(in crate::command) const CHANGE_CLERK: &str = "Cán bộ văn phòng quyết định, bằng khóa hoặc mã";
pub(in crate::command) const CHANGE_REASON: &str = "Lý do, tối đa 500 ký tự; người ghi đọc được";
pub(in crate::command) const CHANGE_TO: &str = "Đơn vị có sổ nhận mục này";
pub(in crate::command) const CHANGE_YEAR: &str = "Năm của sổ nhận; nếu không ghi: cùng năm";
pub(in crate::command) const CHANGE_NO_YEAR: &str = "không rõ năm của sổ; ghi thêm --year";
pub(in crate::command) const CHANGE_HEAD: [&str; 6] =
    ["MÃ", "TÌNH TRẠNG", "SỔ", "CÁN BỘ", "NỘI DUNG", "LÝ DO"];
pub(in crate::command) const LAID_ASIDE: &str = "đã xếp lại";

pub(in crate::command) fn no_change(word: &str) -> String {
    format!("không có mục nào có mã bắt đầu bằng \"{word}\" (ít nhất 8 chữ số)")
}

pub(in crate::command) fn several_changes(word: &str) -> String {
    format!("có nhiều mục có mã bắt đầu bằng \"{word}\"; ghi thêm chữ số")
}

pub(in crate::command) fn state(state: ChangeState) -> String {
    let word = match state {
        ChangeState::Stored => "đã nhận",
        ChangeState::Held => "đang giữ",
        ChangeState::Parked => "chờ mục đang giữ",
        ChangeState::Refused(code) => return format!("không nhận ({code})"),
        ChangeState::Returned => "đã trả lại",
        ChangeState::Expelled => "đã đưa ra khỏi sổ",
        ChangeState::Moved(_) => "đã chuyển sổ",
        ChangeState::Already(_) | ChangeState::Replaced(_) | ChangeState::Rebased(_) => {
            "đã được ghi lại"
        }
        ChangeState::Rebase | ChangeState::Forked => "chờ điện thoại ghi lại",
    };
    word.to_owned()
}

/// What a register is for.
pub(in crate::command) fn field(field: &str) -> &str {
    match field {
        "tick" => "dấu",
        "status" => "tình trạng",
        "note" => "ghi chú",
        "local" => "việc riêng",
        "session" => "đợt đếm",
        other => other,
    }
}

pub(in crate::command) fn decided(order: Order, change: &str) -> String {
    match order {
        Order::Accept => format!("{change}: đã nhận vào sổ, kèm các mục chờ theo nó."),
        Order::Return => format!("{change}: đã trả lại; người ghi biết ở lần gửi nhận tới."),
        Order::Move(_) => format!("{change}: đã chuyển; điện thoại ghi vào sổ mới ở lần tới."),
        Order::Requeue => format!("{change}: đã ghi lại thay, cán bộ vẫn đứng tên."),
        Order::Dismiss => format!("{change}: đã xếp lại, vẫn xem được."),
        Order::Expel => {
            format!("{change}: đã đưa ra khỏi sổ; mục ghi tiếp trên nó đã được ghi lại.")
        }
    }
}

/// Why a decision did not come about; none when the office itself could not do its work.
pub(in crate::command) fn not_decided(error: &DecideError) -> Option<String> {
    let why = match error {
        DecideError::NotOpen => "mục này không còn chờ quyết định đó; xem soviec change list",
        DecideError::NoReason => "cần ghi lý do: thêm --reason",
        DecideError::Reason => "lý do dài quá 500 ký tự",
        DecideError::Target => "không chuyển được vào sổ đó; chọn sổ của một đơn vị khác",
        DecideError::Document => "văn phòng không biết sổ mà mục này ghi vào",
        DecideError::Refused(code) => {
            return Some(format!(
                "Chưa làm gì: sổ vẫn không nhận được mục này (mã {}).",
                code.number()
            ));
        }
        DecideError::Stranger => {
            "mục này không đến từ điện thoại của người ghi; chỉ có thể xếp lại"
        }
        DecideError::Stands => "giá trị này đã có trong sổ; có thể xếp lại",
        DecideError::Unwritable => "mục văn phòng đã ghi tiếp trên đó không ghi lại được",
        DecideError::Pen(_) | DecideError::Fold(_) | DecideError::Auth(_) | DecideError::Log(_) => {
            return None;
        }
    };
    Some(format!("Chưa làm gì: {why}."))
}
