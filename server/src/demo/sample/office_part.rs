//! The first part of the plan: 22 tasks that agencies lead, with the paper's numbers, dates
//! and leads, in our words.

use super::plan::{
    Due::{self, Before, Event, Ongoing, Undated, Within},
    Group,
    Lead::{self, Agencies, Named},
    Row,
};

const POLICE: Lead = Named(&["Công an huyện"]);
const BUREAU: Lead = Named(&["Văn phòng HĐND và UBND huyện"]);
const LATER_YEARS: &str = "thường xuyên, năm 2023 và các năm sau";

/// The groups of the first part.
pub(super) const GROUPS: [Group; 7] = [
    Group { number: "II.1", title: "Chỉ đạo, điều hành", tasks: &DIRECTION },
    Group { number: "II.2", title: "Dịch vụ công trực tuyến", tasks: &SERVICES },
    Group {
        number: "II.3", title: "Tiện ích cho đời sống và kinh tế", tasks: &BENEFITS
    },
    Group { number: "II.4", title: "Công dân số", tasks: &CITIZENS },
    Group { number: "II.5", title: "Dữ liệu dùng chung", tasks: &DATA },
    Group { number: "II.6", title: "An ninh, an toàn", tasks: &SAFETY },
    Group { number: "III", title: "Cách làm và báo cáo", tasks: &REPORTS },
];

const fn task(
    number: &'static str,
    title: &'static str,
    lead: Lead,
    partners: Option<&'static str>,
    due: Due,
    wording: &'static str,
) -> Row {
    Row { number, title, lead, partners, due, wording }
}

const DIRECTION: [Row; 4] = [
    task(
        "II.1.a",
        "Giúp UBND huyện đưa nghị quyết của Huyện ủy về Đề án 06 vào việc hằng ngày",
        POLICE,
        Some("Văn phòng HĐND và UBND huyện; cơ quan khác có việc chung"),
        Ongoing("ONGOING"),
        "làm thường xuyên",
    ),
    task(
        "II.1.b",
        "Đặt lịch kiểm tra, chấm kết quả Đề án 06; gỡ khó cho đơn vị",
        POLICE,
        Some("cơ quan có việc chung"),
        Ongoing("ONGOING 2023+"),
        LATER_YEARS,
    ),
    task(
        "II.1.c",
        "Cân đối tiền cho Đề án 06",
        Named(&["Phòng Tài chính"]),
        Some("cơ quan có việc chung"),
        Within("2023-03..2023-04"),
        "tháng 3 và tháng 4 năm 2023",
    ),
    task(
        "II.1.d",
        "Khảo sát từng địa bàn để chọn mô hình dịch vụ công phù hợp",
        BUREAU,
        None,
        Before(4, 30),
        "xong trước 30/4/2023",
    ),
];

const SERVICES: [Row; 4] = [
    task(
        "II.2.a",
        "Phát tin, bài, video về tiện ích của Đề án 06; chỉ cách quét mã QR",
        Named(&["Đài Phát thanh"]),
        None,
        Ongoing("IN 2023-Q1 + ONGOING 2023+"),
        "làm ngay trong quý I/2023, sau đó thường xuyên",
    ),
    task(
        "II.2.b",
        "Soát thủ tục, đề nghị bỏ giấy tờ mà dữ liệu dân cư đã có",
        Agencies,
        Some("Văn phòng HĐND và UBND huyện; cấp xã làm mục 2b"),
        Ongoing("ONGOING 2023+"),
        LATER_YEARS,
    ),
    task(
        "II.2.c",
        "Cán bộ tự nộp hồ sơ trực tuyến, chỉ cho người nhà cùng làm",
        Agencies,
        Some("cấp xã làm mục 2c"),
        Ongoing("FROM 2023-Q1 ONGOING"),
        "thường xuyên, kể từ quý I/2023",
    ),
    task(
        "II.2.d",
        "Mở lớp số hóa hồ sơ cho người trực tiếp làm thủ tục",
        BUREAU,
        Some("cấp xã làm mục 2d"),
        Event("guidance from Văn phòng UBND tỉnh"),
        "khi Văn phòng UBND tỉnh hướng dẫn",
    ),
];

const BENEFITS: [Row; 5] = [
    task(
        "II.3.a",
        "Khám chữa bệnh bằng căn cước gắn chip thay thẻ bảo hiểm",
        Named(&["Trung tâm Y tế"]),
        Some("Bảo hiểm xã hội"),
        Ongoing("ONGOING 2023+"),
        LATER_YEARS,
    ),
    task(
        "II.3.b",
        "Trường học thu các khoản không qua tiền mặt",
        Named(&["Phòng Giáo dục và Đào tạo"]),
        None,
        Ongoing("FROM 2023-04-01 ONGOING 2023+"),
        "thường xuyên, kể từ 01/4/2023",
    ),
    task(
        "II.3.c",
        "Không đòi giấy xác nhận số chứng minh cũ (9 số)",
        Agencies,
        Some("Công an huyện; cấp xã làm mục 3c"),
        Ongoing("ONGOING 2023+"),
        LATER_YEARS,
    ),
    task(
        "II.3.d",
        "Nơi lưu trú báo khách ở lại qua VNeID",
        POLICE,
        Some("đơn vị có việc chung"),
        Ongoing("FROM 2023-03 ONGOING"),
        "thường xuyên, kể từ tháng 3/2023",
    ),
    task(
        "II.3.đ",
        "Trả trợ cấp an sinh qua tài khoản",
        Named(&["Phòng LĐTBXH"]),
        Some("đơn vị có việc chung"),
        Ongoing("ONGOING"),
        "thường xuyên",
    ),
];

const CITIZENS: [Row; 1] = [task(
    "II.4",
    "Làm căn cước và tài khoản định danh, trước hết cho học sinh sắp thi",
    POLICE,
    Some("Phòng Giáo dục và Đào tạo; nhà trường; Công an cấp xã làm mục 4"),
    Ongoing("ONGOING"),
    "thường xuyên",
)];

const DATA: [Row; 2] = [
    task(
        "II.5.a",
        "Số hóa sổ hộ tịch, so khớp với dữ liệu dân cư",
        POLICE,
        Some("Phòng Tư pháp; Tổ công tác cấp xã"),
        Ongoing("FROM 2023-Q1"),
        "kể từ quý I/2023",
    ),
    task(
        "II.5.b",
        "Hướng dẫn làm sạch dữ liệu lao động, y tế, đất đai, đoàn thể",
        Named(&["Phòng LĐTBXH", "Trung tâm Y tế", "Phòng Tài nguyên và Môi trường"]),
        None,
        Ongoing("ONGOING"),
        "thường xuyên",
    ),
];

const SAFETY: [Row; 1] = [task(
    "II.6",
    "Chọn người chuyên trách an toàn thông tin, lập kế hoạch học tập và tuyển thêm",
    Named(&["Phòng Nội vụ"]),
    Some("cơ quan có việc chung"),
    Within("2023-Q2"),
    "trong quý II/2023",
)];

const REPORTS: [Row; 5] = [
    task(
        "III.1",
        "Lập kế hoạch riêng của cơ quan, gửi Tổ công tác",
        Agencies,
        Some("cấp xã làm mục 1a"),
        Before(3, 20),
        "trước 20/3/2023",
    ),
    task(
        "III.2",
        "Làm đầu mối với Công an tỉnh; báo cáo Tổ trưởng theo kỳ và khi được hỏi",
        POLICE,
        Some("phòng nghiệp vụ của Công an tỉnh"),
        Ongoing("PERIODIC(unspecified) + ADHOC"),
        "theo kỳ và khi được hỏi",
    ),
    task(
        "III.3",
        "Đưa từng việc được giao vào kế hoạch của cơ quan",
        Agencies,
        None,
        Undated,
        "không nêu hạn",
    ),
    task(
        "III.4",
        "Theo dõi, nhắc tiến độ cả kế hoạch, báo cáo Chủ tịch UBND huyện",
        BUREAU,
        Some("Công an huyện"),
        Undated,
        "theo tiến độ của kế hoạch",
    ),
    task(
        "III.5",
        "Báo cáo tháng, quý, 6 tháng và năm về Tổ công tác",
        Agencies,
        None,
        Ongoing(
            "EVERY month BEFORE day 15; EVERY quarter BEFORE day 15 of its last month; \
             EVERY half-year BEFORE 06-15; EVERY year BEFORE 12-15",
        ),
        "trước ngày 15 mỗi tháng; quý, 6 tháng, năm: trước ngày 15 tháng cuối kỳ",
    ),
];
