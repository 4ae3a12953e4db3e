//! Names of the invented units and people.

/// The reviewing office. In 2023 it sat beside a district; the words are data.
pub(super) const OFFICE: &str = "Văn phòng tổng hợp khu vực Thanh Lâm";

/// The agencies that the plan names as leads or partners.
pub(super) const AGENCIES: [&str; 11] = [
    "Công an huyện",
    "Văn phòng HĐND và UBND huyện",
    "Phòng Tài chính",
    "Đài Phát thanh",
    "Trung tâm Y tế",
    "Bảo hiểm xã hội",
    "Phòng Giáo dục và Đào tạo",
    "Phòng LĐTBXH",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Nội vụ",
    "Phòng Tư pháp",
];

/// An invented person.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
}

/// The clerk of the office.
pub(super) const CLERK: Person = Person { name: "Phạm Thu Hường", title: "Chuyên viên" };

/// The three officers of the village of the story.
pub(super) const STORY_TEAM: [Person; 3] = [
    Person { name: "Nguyễn Đình Cường", title: "Công an xã phụ trách thôn" },
    Person { name: "Trịnh Văn Đạt", title: "Tổ trưởng Tổ công tác thôn" },
    Person { name: "Vũ Thị Thắm", title: "Tổ công nghệ số cộng đồng" },
];

/// What a commune's residential units are.
enum Villages {
    /// *Thôn*, by name, separated by commas.
    Named(&'static str),
    /// *Tổ dân phố*, numbered from 1.
    Numbered(u32),
}

/// A commune or township, its villages and its coordinating officer.
pub(super) struct Place {
    /// The name without the kind word.
    pub(super) name: &'static str,
    officer: &'static str,
    villages: Villages,
}

impl Place {
    /// The name with its kind word; a township is what has numbered groups.
    pub(super) fn full_name(&self) -> String {
        match self.villages {
            Villages::Named(_) => format!("Xã {}", self.name),
            Villages::Numbered(_) => format!("Thị trấn {}", self.name),
        }
    }

    /// The officer through whom the office reaches the commune.
    pub(super) fn coordinator(&self) -> Person {
        let title = match self.villages {
            Villages::Named(_) => "Công an xã, đầu mối",
            Villages::Numbered(_) => "Công an thị trấn, đầu mối",
        };
        Person { name: self.officer, title }
    }

    /// The names of the villages with their kind word.
    pub(super) fn villages(&self) -> Vec<String> {
        match self.villages {
            Villages::Named(names) => {
                names.split(", ").map(|name| format!("Thôn {name}")).collect()
            }
            Villages::Numbered(last) => (1..=last).map(|n| format!("Tổ dân phố {n}")).collect(),
        }
    }
}

const fn town(name: &'static str, officer: &'static str, groups: u32) -> Place {
    Place { name, officer, villages: Villages::Numbered(groups) }
}

const fn rural(name: &'static str, officer: &'static str, villages: &'static str) -> Place {
    Place { name, officer, villages: Villages::Named(villages) }
}

/// The 23 communes: townships first, then in Vietnamese order.
pub(super) const PLACES: [Place; 23] = [
    town("Lâm Hạ", "Phan Thị Lộc", 11),
    town("Thanh Lâm", "Dương Hữu Ước", 11),
    rural(
        "An Thượng",
        "Đỗ Văn Khởi",
        "An Bình, An Đông, An Tây, Bãi, Cầu Đá, Đồng Trên, Gò Mít, Kênh, Lò Gạch, Ngọc, Trại, Xóm Bến",
    ),
    rural(
        "Bình Khê",
        "Hoàng Thị Quỳnh",
        "Bình Hạ, Bình Thượng, Cây Gạo, Đồng Ao, Giếng Tiên, Khê Hạ, Khê Trung, Nghè, Sen, Tràng, Vườn Chè",
    ),
    rural(
        "Cẩm Hòa",
        "Giáp Thị Nụ",
        "Ba Gian, Cẩm Đông, Cẩm Nội, Cẩm Tây, Cửa Đình, Đầm, Đồng Quan, Hòa Bình, Làng Vải, Miễu, Nhân Lý, Rừng, Yên",
    ),
    rural(
        "Chí Thành",
        "Thân Đức Thuận",
        "Bờ Sông, Chí Đông, Chí Trung, Dâu, Đống Cao, Hàng Cau, Lại, Nếp, Thành Nam, Thành Bắc, Vực",
    ),
    rural(
        "Dân An",
        "Nghiêm Thị Gấm",
        "An Cư, Bãi Ngô, Cổng Đông, Cổng Tây, Dân Hưng, Đa, Hóp, Lá, Mai, Quán Gió, Thổ",
    ),
    rural(
        "Đại Khê",
        "Lương Bá Trác",
        "Bún, Đại Hưng, Đại Phong, Đồng Sậy, Gạch, Hồ Sen, Khê Ngoài, Khê Trong, Lim, Suối, Tre",
    ),
    rural(
        "Đông Lĩnh",
        "Hà Công Tuyền",
        "Ao Cả, Bàng, Cống Đôi, Dốc Đỏ, Đông Sơn, Đồi Thông, Gò Đình, Khe Nứa, Lĩnh Hạ, Lĩnh Thượng, Nhãn, Núi Đất, Thung, Vọng",
    ),
    rural(
        "Gia Phúc",
        "Cao Xuân Lý",
        "Cầu Tre, Đồng Phúc, Gia Hội, Gia Lạc, Hậu, Lều, Ngõ Thẳng, Phúc Lâm, Phúc Thọ, Tiền, Vạn",
    ),
    rural(
        "Hòa Nghĩa",
        "Tống Thị Diệu",
        "Ao Sen, Cổ Ngựa, Đại Nghĩa, Hòa Đông, Hòa Tây, Lang, Nghĩa Hạ, Nghĩa Thượng, Phố Huyện Cũ, Thị, Vườn Đào",
    ),
    rural(
        "Khánh Vân",
        "Mạc Đăng Khoa",
        "Am, Cầu Khoai, Đồng Vân, Hương, Khánh Đông, Khánh Tây, Lò Vôi, Mơ, Sỏi, Tía, Vân Trung",
    ),
    rural(
        "Lạc Thủy",
        "Phùng Văn Tú",
        "Bến Đò, Cồn, Đê, Hến, Lạc Đông, Lạc Nam, Lạc Tây, Nội, Rạch, Soi, Thủy Trung, Vạn Chài, Xốm",
    ),
    rural(
        "Minh Quang",
        "Lê Thị Hạnh",
        "Bến, Cầu Vàng, Chùa, Đình, Đông Hạ, Đông Thượng, Mới, Ngoài, Tây Hạ, Tây Thượng, Trung, Xuân",
    ),
    rural(
        "Ngọc Xá",
        "Bùi Hữu Thắng",
        "Bồ Đề, Cây Thị, Đồng Ngọc, Hạc, Làng Giấy, Ngọc Hạ, Ngọc Trung, Phủ, Quán Nước, Tơ, Xá Đông",
    ),
    rural(
        "Phú Hậu",
        "Trần Quốc Ân",
        "Cầu Ván, Đồng Hậu, Gốm, Hậu Bắc, Hậu Nam, Lúa, Mả Đỏ, Phú Cường, Phú Mỹ, Sy, Vườn Cam",
    ),
    rural(
        "Quang Trạch",
        "Hồ Thị Sương",
        "Bầu, Chiếu, Đồng Trạch, Gò Voi, Làng Rèn, Nương, Quang Đông, Quang Tiến, Rộc, Trạch Hạ, Trạch Thượng",
    ),
    rural(
        "Sơn Hạ",
        "Đinh Văn Phúc",
        "Bản Giữa, Cây Đa, Đá Bạc, Đèo, Hang, Khe Sâu, Lũng, Mỏ, Nà Cỏ, Sơn Bình, Sơn Đông, Thác, Vai, Vách, Yên Ngựa",
    ),
    rural(
        "Tân Việt",
        "Đặng Thị Ngọc Ánh",
        "Đồng Mới, Hợp Nhất, Kho Thóc, Lạch, Máy Kéo, Tân Hòa, Tân Lập, Tân Tiến, Việt Hùng, Việt Thắng, Xóm Chợ",
    ),
    rural(
        "Thái Bảo",
        "Ngô Đức Hưởng",
        "Bảo Đông, Bảo Tây, Cầu Gỗ, Đồng Dưa, Giang, Kẻ Vải, Nón, Ruộng Cả, Thái Hạ, Thái Thượng, Thuyền, Vông",
    ),
    rural(
        "Trung Hậu",
        "Đoàn Văn Bảy",
        "Bia, Chằm, Đồng Trung, Hậu Phong, Kiệm, Ngõ Đá, Ổi, Phong Lưu, Trung Đông, Trung Nam, Xưởng",
    ),
    rural(
        "Vĩnh An",
        "Tạ Quang Vượng",
        "An Lạc, Bưởi, Cầu, Đoài, Đồng Vĩnh, Hàng Bún, Lò Rượu, Miếu, Tam Quan, Vĩnh Đông, Vĩnh Ninh, Xóm Giếng",
    ),
    rural(
        "Yên Mỹ",
        "Vũ Minh Tuệ",
        "Bãi Dâu, Cối Xay, Đồng Yên, Hàng Mây, Liễu, Mỹ Hạ, Mỹ Trung, Nguộn, Thớt, Yên Hòa, Yên Lãng",
    ),
];
