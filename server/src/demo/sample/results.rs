//! The few words of a result that a commune declares with a status. Figures are invented.

use super::scatter;

/// The result words for a task's number; `well` for done or effective, else begun or weak.
/// The label decides among the variants. `None` for a task without words.
pub(super) fn result(number: &str, well: bool, label: &str) -> Option<&'static str> {
    let (_, good, other) = RESULTS.iter().find(|(of, ..)| *of == number)?;
    let variants = if well { good } else { other };
    let count = u32::try_from(variants.len()).ok().filter(|count| *count > 0)?;
    variants.get(scatter(label, count) as usize).copied()
}

/// A task's number, the words for done or effective, and those for begun or weak.
type Words = (&'static str, &'static [&'static str], &'static [&'static str]);

const RESULTS: [Words; 16] = [
    (
        "1a",
        &["đã gửi Tổ công tác", "đã ký, gửi đủ các thôn", "đã ban hành kèm phân công"],
        &["dự thảo đang lấy ý kiến", "đang chờ ký"],
    ),
    (
        "1b",
        &["thôn nào cũng có người phụ trách", "Tổ công tác 15 người", "đã thay 2 người"],
        &["2 thôn chưa có người phụ trách"],
    ),
    (
        "1c",
        &["9 triệu đồng, 1 máy tính", "15 triệu đồng, 3 máy tính", "12 triệu đồng, 2 máy tính"],
        &["đã trình dự toán", "đang chờ duyệt chi"],
    ),
    (
        "1d",
        &["mô hình “Chợ không tiền mặt”", "mô hình “Giúp tại nhà”", "mô hình “Quầy số tối thứ Ba”"],
        &["đã khảo sát một nửa số thôn"],
    ),
    (
        "2a",
        &["31/34 điểm có mã QR", "26/26 điểm có mã QR", "29/33 điểm có mã QR"],
        &["12/30 điểm có mã QR", "loa hỏng ở 3 thôn"],
    ),
    (
        "2b",
        &["cắt 4 loại giấy tờ", "cắt 5 loại giấy tờ", "đề nghị bỏ 3 loại giấy tờ"],
        &["chưa cắt được loại nào", "2 thủ tục vẫn đòi bản sao"],
    ),
    ("2c", &["20/20 cán bộ", "19/19 cán bộ", "22/23 cán bộ"], &["9/20 cán bộ", "7/18 cán bộ"]),
    (
        "3a",
        &["trạm y tế đã dùng", "trạm y tế có đầu đọc thẻ"],
        &["đầu đọc thẻ hỏng", "trạm y tế chưa có đầu đọc"],
    ),
    ("3b", &["3/3 trường", "2/2 trường", "4/4 trường"], &["1/3 trường", "1/4 trường"]),
    (
        "3c",
        &["không còn ca nào hỏi", "bộ phận một cửa không hỏi nữa"],
        &["3 trường hợp vẫn hỏi", "1 trường hợp vẫn hỏi"],
    ),
    ("3d", &["7/7 cơ sở", "5/5 cơ sở", "11/12 cơ sở"], &["2/8 cơ sở", "3/9 cơ sở"]),
    (
        "3đ",
        &["340/340 người", "295/295 người", "412/412 người"],
        &["201/318 người", "164/276 người", "310/455 người"],
    ),
    ("4", &["149/149 học sinh", "198/198 học sinh", "127/127 học sinh"], &["88/106 học sinh"]),
    (
        "5a",
        &["2.104/2.104 trang sổ", "1.866/1.866 trang sổ"],
        &["1.120/2.340 trang sổ", "960/1.905 trang sổ", "1.512/2.087 trang sổ"],
    ),
    (
        "5b",
        &["đủ 6/6 nguồn", "6/6 nguồn, 31 dòng đã sửa"],
        &["còn 1 nguồn chưa đối chiếu", "3/6 nguồn đã đối chiếu", "còn 2 nguồn chưa đối chiếu"],
    ),
    ("6", &["đủ máy đã vá lỗi, đổi mật khẩu"], &["đã kiểm tra 4/7 máy tính", "đang kiểm kê máy"]),
];

/// What Minh Quang declared: a task's number, month and day, and the words. It is the commune
/// that the demo opens, so nothing of it is left to chance.
pub(super) const MINH_QUANG: [(&str, (u32, u32), &str); 15] = [
    ("1a", (3, 18), "gửi 18/03"),
    ("1b", (3, 28), "12/12 thôn có người phụ trách"),
    ("1c", (5, 9), "11 triệu đồng, 2 máy tính"),
    ("1d", (4, 25), "mô hình “Thứ Bảy số”"),
    ("2a", (6, 8), "38/41 điểm có mã QR"),
    ("2b", (6, 5), "cắt 6 loại giấy tờ"),
    ("2c", (6, 5), "21/21 cán bộ"),
    ("3a", (6, 6), "trạm y tế đã dùng"),
    ("3b", (6, 2), "3/3 trường"),
    ("3c", (6, 9), "2 trường hợp vẫn hỏi"),
    ("3d", (6, 7), "9/9 cơ sở"),
    ("3đ", (6, 10), "286/402 người"),
    ("4", (6, 9), "121/150 học sinh"),
    ("5a", (6, 9), "1.840/2.512 trang sổ"),
    ("5b", (6, 10), "còn 2 nguồn chưa đối chiếu"),
];
