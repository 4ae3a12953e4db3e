//! The second part of the plan: the 17 tasks that every commune owes, and what its villages
//! tick for five of them.

use super::plan::{
    Due::{self, Before, By, Event, Ongoing, Within},
    Group, Lead, Row,
};

/// The groups of the second part.
pub(super) const GROUPS: [Group; 6] = [
    Group { number: "1", title: "Cấp xã: chỉ đạo và điều kiện", tasks: &DIRECTION },
    Group { number: "2", title: "Cấp xã: dịch vụ công trực tuyến", tasks: &SERVICES },
    Group { number: "3", title: "Cấp xã: tiện ích cho người dân", tasks: &BENEFITS },
    Group { number: "4", title: "Cấp xã: công dân số", tasks: &CITIZENS },
    Group { number: "5", title: "Cấp xã: dữ liệu dùng chung", tasks: &DATA },
    Group { number: "6", title: "Cấp xã: an toàn thông tin", tasks: &SAFETY },
];

const fn task(
    number: &'static str,
    title: &'static str,
    due: Due,
    wording: &'static str,
    partners: Option<&'static str>,
) -> Row {
    Row { number, title, lead: Lead::Communes, partners, due, wording }
}

const fn ongoing(number: &'static str, title: &'static str) -> Row {
    task(number, title, Ongoing("ONGOING"), "thường xuyên", None)
}

const DIRECTION: [Row; 4] = [
    task("1a", "Ban hành kế hoạch cấp xã", Before(3, 20), "trước 20/3/2023", None),
    task(
        "1b",
        "Kiện toàn Tổ công tác, phân công thôn",
        By(3, 31),
        "chậm nhất 31/3/2023",
        Some("Tổ công tác thôn"),
    ),
    task(
        "1c",
        "Bố trí kinh phí, máy tính điểm hướng dẫn",
        Within("2023-03..2023-04"),
        "tháng 3 và tháng 4 năm 2023",
        Some("Phòng Tài chính"),
    ),
    task(
        "1d",
        "Điều tra đặc thù địa bàn, chọn mô hình",
        Before(4, 30),
        "xong trước 30/4/2023",
        Some("Tổ công tác thôn"),
    ),
];

const SERVICES: [Row; 4] = [
    ongoing("2a", "Tuyên truyền tiện ích, dán mã QR"),
    ongoing("2b", "Rà soát, cắt giảm thành phần hồ sơ"),
    ongoing("2c", "Cán bộ dùng dịch vụ công trực tuyến"),
    task(
        "2d",
        "Tập huấn số hóa hồ sơ",
        Event("guidance from Văn phòng UBND tỉnh"),
        "khi có hướng dẫn",
        Some("Văn phòng HĐND và UBND huyện"),
    ),
];

const BENEFITS: [Row; 5] = [
    ongoing("3a", "Thẻ căn cước trong khám chữa bệnh"),
    ongoing("3b", "Thu phí không tiền mặt trường học"),
    ongoing("3c", "Không yêu cầu xác nhận CMND 9 số"),
    ongoing("3d", "Thông báo lưu trú qua VNeID"),
    task(
        "3đ",
        "Chi trả an sinh không tiền mặt",
        By(6, 30),
        "chậm nhất 30/6/2023",
        Some("Phòng LĐTBXH; Tổ công tác thôn"),
    ),
];

const CITIZENS: [Row; 1] = [task(
    "4",
    "Thu nhận căn cước, kích hoạt định danh",
    Before(6, 1),
    "xong trước 01/6/2023",
    Some("nhà trường, Tổ công tác thôn"),
)];

const DATA: [Row; 2] = [
    task(
        "5a",
        "Số hóa, đối chiếu sổ hộ tịch",
        Within("2023-Q2"),
        "trong quý II/2023",
        Some("Phòng Tư pháp"),
    ),
    task(
        "5b",
        "Làm sạch dữ liệu các ngành",
        By(6, 15),
        "chậm nhất 15/6/2023",
        Some("Tổ công tác thôn"),
    ),
];

const SAFETY: [Row; 1] = [task(
    "6",
    "Bảo đảm an toàn thông tin",
    Within("2023-Q2"),
    "trong quý II/2023",
    Some("Tổ công tác thôn"),
)];

/// What a village's team ticks, by the number of the task. They count, they never name anyone.
pub(super) const ITEMS: [(&str, &[&str]); 5] = [
    (
        "2a",
        &[
            "Nhà văn hóa có mã QR",
            "Cổng chợ có mã QR",
            "Quán đầu thôn có mã QR",
            "Đã thay mã QR bị mờ, hỏng",
            "Loa đã phát bài của tháng",
            "Đã nói về VNeID ở họp thôn",
            "Đã chỉ cách quét mã cho hộ kinh doanh",
            "Đã gửi bài về Đề án 06 vào nhóm Zalo của thôn",
        ],
    ),
    (
        "3đ",
        &[
            "Đã đếm người hưởng trợ cấp",
            "Đã đếm người có tài khoản",
            "Đã báo buổi mở tài khoản lưu động",
            "Đã ghi lý do chưa mở được, theo mã",
            "Đã hẹn ca cần người nhận thay",
            "Đã báo số về xã",
        ],
    ),
    (
        "4",
        &[
            "Đã đếm học sinh chưa có căn cước",
            "Đã báo lịch thu nhận lưu động",
            "Nhà văn hóa đủ điện, mạng cho buổi thu nhận",
            "Đã đến từng hộ giúp kích hoạt VNeID",
            "Đã giúp người cao tuổi tại nhà",
            "Đã đếm ca chưa làm được, theo mã lý do",
            "Đã hẹn buổi thu nhận bù",
        ],
    ),
    (
        "5b",
        &[
            "Hộ nghèo, cận nghèo: đã đối chiếu",
            "Người có công: đã đối chiếu",
            "Tiêm chủng: đã sửa mũi ghi sai",
            "Bảo hiểm: đã thêm số định danh",
            "Đất ở: đã gửi phiếu về xã",
            "Hội viên: đã đối chiếu",
        ],
    ),
    (
        "6",
        &[
            "Loa đã phát lời nhắc chống lừa đảo",
            "Đã nhắc ở họp thôn: không đọc mã OTP cho ai",
            "Máy tính nhà văn hóa đã đổi mật khẩu",
            "Wi-Fi nhà văn hóa đã đặt mật khẩu",
            "Đã báo xã các ca nghi lừa đảo",
        ],
    ),
];
