//! Words of the page on which results are confirmed or given back.

use crate::office::console::numbers::count;

pub(crate) const TITLE: &str = "Kết quả chờ xác nhận";
pub(crate) const NAV: &str = "Xác nhận";
pub(crate) const LIST: &str = "Các kết quả đơn vị đã khai";
pub(crate) const HEADS: [&str; 5] = ["Đơn vị", "Nhiệm vụ", "Đã khai", "Hạn", "Người khai, ngày"];
pub(crate) const PICK: &str = "Chọn";
pub(crate) const LATE: &str = "sau hạn";
pub(crate) const IN_TIME: &str = "trong hạn";
pub(crate) const ONGOING: &str = "thường xuyên";
pub(crate) const UNDATED: &str = "chưa có hạn";
pub(crate) const CONFIRM_PICKED: &str = "Xác nhận các mục đã chọn";
pub(crate) const DECLARED: &str = "Đã khai";
pub(crate) const BY: &str = "Người khai";
pub(crate) const HISTORY: &str = "Xem mọi lần ghi";
pub(crate) const COMMENT: &str = "Ý kiến";
pub(crate) const CONFIRM: &str = "Xác nhận";
pub(crate) const RETURN: &str = "Trả lại kèm ý kiến";
pub(crate) const ALL_THE_SAME: &str = "Vẫn ghi ý kiến này";
pub(crate) const RETURN_NOTE: &str = "Trả lại không xóa kết quả đã khai. Đơn vị thấy ý kiến trên điện thoại ở lần gửi nhận kế tiếp, \
     và việc tính là chưa xong cho đến khi khai lại.";
pub(crate) const EMPTY: [&str; 2] = [
    "Không có kết quả nào chờ xác nhận.",
    "Kết quả mới khai hiện ở đây khi điện thoại của đơn vị gửi về.",
];
pub(crate) const NOTHING_DONE: &str = "Chưa ghi gì.";
pub(crate) const REPLACED: &str = "Đơn vị vừa khai lại. Xem giá trị mới rồi chọn.";
pub(crate) const TWO_VALUES: &str =
    "Hai người của đơn vị khai khác nhau. Đơn vị chọn một giá trị trước đã.";
pub(crate) const NO_COMMENT: &str = "Trả lại cần có ý kiến, để đơn vị biết phải sửa gì.";
pub(crate) const TOO_LONG: &str = "Ý kiến dài quá. Viết gọn lại dưới 500 chữ.";
pub(crate) const NOTHING_PICKED: &str = "Chưa chọn mục nào. Chọn ít nhất một mục trong danh sách.";

/// "24 kết quả".
pub(crate) fn total(number: u32) -> String {
    format!("{} kết quả", count(number))
}

/// "Phạm Thu Hường vừa có ý kiến khác về kết quả này."
pub(crate) fn judged(name: &str) -> String {
    format!("{name} vừa có ý kiến khác về kết quả này. Ý kiến đang gõ được giữ. Xem lại rồi chọn.")
}
