//! Words of an entry's history.

use crate::office::console::numbers::count;
use crate::office::view::Standing;

pub(crate) const TWO_VALUES: &str = "Hai giá trị ghi khi chưa thấy nhau";
pub(crate) const VALUES: &str = "Lịch sử của mục này";
pub(crate) const ORDER: &str =
    "Xếp theo thứ tự văn phòng nhận, mới nhận trước; không theo giờ của điện thoại.";
pub(crate) const OPEN_WHAT: &str = "Có hai giá trị, chưa ai chọn.";
pub(crate) const OPEN_REST: &str = "Cả hai đều được giữ; mục tính là chưa xong trong mọi bảng. \
                                    Một trong hai cán bộ ghi lại trên điện thoại để chọn.";
pub(crate) const TICKED: &str = "Đánh dấu xong";
pub(crate) const UNTICKED: &str = "Bỏ đánh dấu xong";
pub(crate) const NOTE: &str = "Ghi chú";
pub(crate) const OWN_TASK: &str = "Việc riêng mới của đơn vị";
pub(crate) const ROUND: &str = "Đi từng hộ";
pub(crate) const SEEN: &str = "Đã xem số được thay";
pub(crate) const WITHDRAWN: &str = "Đã rút lại";
pub(crate) const NEWER: &str = "Giá trị ghi bằng bản ứng dụng mới hơn";
pub(crate) const UNKNOWN: &str = "Giá trị không đọc được từ sổ";
pub(crate) const CLOCK_AHEAD: &str = "giờ thiết bị lệch";
pub(crate) const OFFICE: &str = "văn phòng";

/// What became of a value.
pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Shown => "Đang dùng",
        Standing::Kept => "Giữ lại, chưa dùng",
        Standing::Replaced => "Đã được thay",
    }
}

/// "Nhiệm vụ 5b"; a unit's own task has no number.
pub(crate) fn task(number: &str) -> String {
    match number {
        "" => super::unit::LOCAL.to_owned(),
        number => format!("Nhiệm vụ {number}"),
    }
}

/// What kind of entry it is.
pub(crate) fn kind(item: bool) -> &'static str {
    if item { "Đầu việc trong danh mục" } else { "Trạng thái do đơn vị khai" }
}

/// "khai cho ngày 12/06/2026".
pub(crate) fn declared_for(day: &str) -> String {
    format!("khai cho ngày {day}")
}

/// "ghi 09/06/2026 20:14".
pub(crate) fn said(moment: &str) -> String {
    format!("ghi {moment}")
}

/// "nhận 09/06/2026 20:15".
pub(crate) fn received(moment: &str) -> String {
    format!("nhận {moment}")
}

/// "lần ghi số 412".
pub(crate) fn edit(number: u64) -> String {
    format!("lần ghi số {}", count(u32::try_from(number).unwrap_or(u32::MAX)))
}

/// "dòng 1.204 của sổ nhận".
pub(crate) fn row(seq: u64) -> String {
    format!("dòng {} của sổ nhận", count(u32::try_from(seq).unwrap_or(u32::MAX)))
}

/// "máy", before the mark of a phone.
pub(crate) const PHONE: &str = "máy";
