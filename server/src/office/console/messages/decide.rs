//! Words of the form of a decision, and of a decision that did not come about.

use crate::office::console::numbers::count;
use crate::office::view::Problem;
use soviec_core::protocol::ChangeState;

pub(crate) const DECIDE: &str = "Quyết định của văn phòng";
pub(crate) const REASON: &str = "Ý kiến";
pub(crate) const SIGNED: &str = "Quyết định được ghi vào sổ nhận, mang tên";
pub(crate) const TYPED: &str = "Ý kiến đang gõ:";
pub(crate) const ACCEPT: &str = "Nhận vào sổ";
pub(crate) const RETURN: &str = "Trả lại kèm ý kiến";
pub(crate) const MOVE: &str = "Chuyển sang sổ khác";
pub(crate) const TARGET: &str = "Sổ của";
pub(crate) const CHOOSE: &str = "chọn đơn vị";
pub(crate) const REQUEUE: &str = "Ghi lại thay";
pub(crate) const DISMISS: &str = "Xếp lại kèm ý kiến";
pub(crate) const REQUEUE_NOTE: &str = "“Ghi lại thay” ghi nguyên nội dung trên vào sổ, vẫn mang \
                                       tên người đã ghi. “Xếp lại” để mục ở danh sách đã quyết \
                                       định; người ghi vẫn đọc được.";

/// "Mục này vừa được Phạm Thu Hường trả lại lúc …": its first words.
pub(crate) const JUST: &str = "Mục này vừa được";

/// The same sentence after the clerk's name.
pub(crate) fn just(state: ChangeState) -> &'static str {
    match state {
        ChangeState::Stored => "nhận lúc",
        ChangeState::Returned => "trả lại lúc",
        ChangeState::Moved(_) => "chuyển sang sổ khác lúc",
        ChangeState::Expelled => "gỡ lúc",
        ChangeState::Refused(_) => "xếp lại lúc",
        ChangeState::Replaced(_) => "ghi lại thay lúc",
        _ => "quyết định lúc",
    }
}

/// Why a decision did not come about.
pub(crate) fn happened(problem: Problem) -> &'static str {
    match problem {
        Problem::Decided => "Mục này vừa đổi tình trạng, quyết định vừa bấm chưa được làm.",
        Problem::NoReason => "Chưa có ý kiến.",
        Problem::LongReason => "Ý kiến dài quá 500 chữ cái.",
        Problem::NoTarget => "Chưa chọn sổ để chuyển đến.",
        Problem::Refused(_) => "Ghi vào sổ vẫn không được.",
        Problem::NotPossible => "Mục này không có cách quyết định đó.",
        Problem::NoBook => "Văn phòng không có quyển sổ này.",
        Problem::Stranger => "Mục này không đến từ máy đã ghi.",
        Problem::Stands => "Giá trị này đã có trong sổ.",
    }
}

/// What is safe, and what to do.
pub(crate) fn rest(problem: Problem) -> [&'static str; 2] {
    match problem {
        Problem::Decided => ["Ý kiến đang gõ được giữ.", "Xem lại rồi chọn."],
        Problem::NoReason => {
            ["Chưa có gì thay đổi.", "Ghi ý kiến rồi bấm lại: người ghi cần biết vì sao."]
        }
        Problem::LongReason => ["Chưa có gì thay đổi, ý kiến được giữ.", "Rút gọn rồi bấm lại."],
        Problem::NoTarget => {
            ["Chưa có gì thay đổi, ý kiến được giữ.", "Chọn đơn vị rồi bấm Chuyển sang sổ khác."]
        }
        Problem::Refused(_) => [
            "Chưa có gì thay đổi, ý kiến được giữ.",
            "Xếp lại kèm ý kiến, và nhờ người ghi nhập lại trên máy.",
        ],
        Problem::NotPossible => ["Chưa có gì thay đổi.", "Xem lại tình trạng của mục rồi chọn."],
        Problem::NoBook => [
            "Chưa có gì thay đổi, ý kiến được giữ.",
            "Trả lại, hoặc chuyển sang sổ của một đơn vị.",
        ],
        Problem::Stranger => [
            "Chưa có gì thay đổi, ý kiến được giữ.",
            "Xếp lại kèm ý kiến: không ghi thay bằng tên người khác được.",
        ],
        Problem::Stands => {
            ["Chưa có gì thay đổi, ý kiến được giữ.", "Xếp lại kèm ý kiến: không cần ghi nữa."]
        }
    }
}

/// "Bắt buộc khi … Tối đa 500 chữ cái."
pub(crate) fn words_note(most: u32) -> String {
    format!(
        "Bắt buộc, trừ khi nhận vào sổ hoặc ghi lại thay. Người ghi đọc nguyên văn trên điện \
         thoại. Tối đa {} chữ cái.",
        count(most)
    )
}
