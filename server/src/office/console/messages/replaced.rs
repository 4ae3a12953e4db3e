//! Words of replaced values.

use crate::office::console::numbers::count;

pub(crate) const TITLE: &str = "Số đã ghi được thay";
pub(crate) const MINE: &str = "Đã được thay";
pub(crate) const NOT_ACCEPTED: &str = "người ghi chưa đồng ý";
pub(crate) const NOW: &str = "Đang dùng";
pub(crate) const ABOUT: &str = "Cán bộ đã ghi một giá trị, nay giá trị khác được dùng, và người ghi chưa bấm đồng ý hoặc \
     dùng lại trên điện thoại. Không giá trị nào mất.";
pub(crate) const EMPTY: [&str; 2] = [
    "Không có số nào bị thay mà người ghi chưa xem.",
    "Mọi giá trị đang dùng đều là giá trị cuối cùng của người ghi, hoặc người ghi đã đồng ý.",
];

/// "12 giá trị, người ghi chưa đồng ý".
pub(crate) fn total(number: u32) -> String {
    format!("{} giá trị, người ghi chưa đồng ý", count(number))
}

/// "12 số đã ghi được thay", the link to the list.
pub(crate) fn counted(number: u32) -> String {
    format!("{} số đã ghi được thay", count(number))
}
