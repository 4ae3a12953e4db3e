//! Words of the filters over a table of units.

use super::state;
use crate::office::console::numbers::count;
use crate::office::view::Only;

pub(crate) const FILTERS: &str = "Lọc bảng";
pub(crate) const ONLY: &str = "Có nhiệm vụ";
pub(crate) const ALL: &str = "mọi trạng thái";
pub(crate) const GAPS: &str = "Chỉ đơn vị chưa gửi đủ";
pub(crate) const APPLY: &str = "Lọc";
pub(crate) const CLEAR: &str = "Bỏ lọc";

/// A choice: "Quá hạn".
pub(crate) fn only(only: Only) -> &'static str {
    match only {
        Only::State(each) => state(each),
        Only::TwoValues => super::TWO_VALUES,
    }
}

/// "Đang lọc: 5 trên 23 đơn vị. Các số phía trên bảng vẫn của tất cả."
pub(crate) fn filtered(shown: usize, all: usize) -> String {
    let number = |n: usize| count(u32::try_from(n).unwrap_or(u32::MAX));
    format!(
        "Đang lọc: {} trên {} đơn vị. Các số phía trên bảng vẫn là của tất cả.",
        number(shown),
        number(all)
    )
}

/// Nothing fits.
pub(crate) const NOTHING: &str =
    "Không có đơn vị nào khớp bộ lọc. Bỏ lọc để xem lại tất cả, hoặc chọn trạng thái khác.";
/// The foot of a filtered table.
pub(crate) const SUM: &str = "Cộng phần đang lọc";
