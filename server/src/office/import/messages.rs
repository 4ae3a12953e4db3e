//! Every word that a clerk reads about a file.

mod forms;

use std::{fmt, io};

use super::{Doubt, ImportError, Place, SourceError, Thing, Weight, What, doubt::Wanted};
use soviec_core::model::UnitKind;

/// All units of a kind, as a plan calls them.
pub(super) fn all_of(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Office => "văn phòng",
        UnitKind::Agency => "các cơ quan",
        UnitKind::Commune => "các xã, phường, thị trấn",
        UnitKind::CommunePolice => "công an các xã",
        UnitKind::Village => "các thôn, tổ dân phố",
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unit => "Đơn vị",
            Self::Officer => "Cán bộ",
            Self::Role => "Vai trò",
            Self::Plan => "Kế hoạch",
            Self::Set => "Nhóm đơn vị",
            Self::Group => "Nhóm nhiệm vụ",
            Self::Task => "Nhiệm vụ",
            Self::Item => "Đầu việc",
            Self::Holidays => "Ngày nghỉ",
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "lỗi",
            Self::Warning => "cần xem lại",
        })
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.place, self.weight, self.what)
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "một chuỗi trong dấu \"…\"",
            Self::Texts => "một danh sách [\"…\", \"…\"]",
            Self::Day => "một ngày YYYY-MM-DD",
            Self::Number => "một số",
            Self::True => "true",
            Self::Table => "một bảng",
            Self::Tables => "các bảng [[…]]",
        })
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(detail) => write!(f, "sai cú pháp TOML ({detail})"),
            Self::UnknownField(name) => write!(f, "không có trường \"{name}\" trong mẫu"),
            Self::Missing(field) => write!(f, "thiếu \"{field}\""),
            Self::Type(field, wanted) => write!(f, "\"{field}\" phải là {wanted}"),
            Self::Empty(field) => write!(f, "\"{field}\" để trống"),
            Self::TooLong(field, most) => write!(f, "\"{field}\" dài quá {most} byte"),
            Self::LoneMark(field) => {
                write!(f, "\"{field}\" bắt đầu bằng dấu không có chữ: gõ lại chữ đầu")
            }
            Self::Hidden(field) => {
                write!(f, "\"{field}\" có ký tự điều khiển hoặc ký tự ẩn; đã bỏ khi lưu")
            }
            Self::Personal(field) => write!(
                f,
                "\"{field}\" có dãy số giống số điện thoại hoặc số căn cước; nên bỏ khỏi văn bản"
            ),
            other => other.names(f),
        }
    }
}

impl What {
    /// About keys, ids and what they name.
    fn names(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeyForm(key) => {
                write!(f, "khóa \"{key}\" chỉ được gồm chữ, số và các dấu . - _ /, tối đa 64 byte")
            }
            Self::IdForm(id) => write!(f, "\"{id}\" không phải mã định danh 26 ký tự"),
            Self::NoKey => f.write_str("cần \"key\" hoặc \"id\""),
            Self::Duplicate(word, first) => {
                write!(f, "\"{word}\" đã có ở dòng {}", first.line)
            }
            Self::DuplicateNumber(number, first) => {
                write!(f, "số \"{number}\" đã dùng cho nhiệm vụ ở dòng {}", first.line)
            }
            Self::OtherIdentity(key, id) => {
                write!(f, "\"{key}\" trong sổ đã mang mã {id}; ghi tiếp sẽ thành hai")
            }
            Self::UnknownUnit(key) => write!(f, "không có đơn vị \"{key}\""),
            Self::UnknownOfficer(key) => write!(f, "không có cán bộ \"{key}\""),
            Self::UnknownGroup(key) => write!(f, "không có nhóm nhiệm vụ \"{key}\""),
            Self::UnknownSet(key) => write!(f, "không có nhóm đơn vị \"{key}\""),
            Self::OwnAncestor(key) => {
                write!(f, "đơn vị \"{key}\" báo cáo vòng về chính mình")
            }
            Self::NoClerk => f.write_str(
                "chưa có cán bộ ghi sổ: thêm \"clerk\", hoặc một cán bộ của văn phòng có role = \"write\"",
            ),
            Self::NoLead(number) => write!(f, "nhiệm vụ \"{number}\" chưa có đơn vị chủ trì"),
            Self::EmptySet(name) => write!(f, "nhóm đơn vị \"{name}\" chưa có đơn vị nào"),
            Self::KindForm(word) => write!(
                f,
                "\"{word}\" không phải loại đơn vị (agency, commune, commune-police, village)"
            ),
            Self::RoleForm(word) => write!(f, "\"{word}\" không phải vai trò (read, write)"),
            Self::SelectorForm(word) => {
                write!(f, "\"{word}\" không có dạng unit:KHÓA, kind:LOẠI hoặc set:KHÓA")
            }
            other => other.times(f),
        }
    }

    /// About days and deadlines.
    fn times(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DayForm(text) => write!(f, "\"{text}\" không phải ngày dạng YYYY-MM-DD"),
            Self::Impossible(text) => {
                write!(f, "lịch không có ngày {text}; giữ nguyên văn, chưa tính được hạn")
            }
            Self::SpanForm(text) => write!(
                f,
                "\"{text}\" không phải khoảng thời gian (2023, 2023-H1, 2023-Q2, 2023-03, 2023-03..2023-04)"
            ),
            Self::Backwards => f.write_str("ngày kết thúc trước ngày bắt đầu"),
            Self::YearForm => f.write_str("\"year\" phải từ 1900 đến 9999"),
            Self::OutsideYear(day, year) => {
                write!(f, "hạn cuối {} nằm ngoài năm {year} của kế hoạch", day.long())
            }
            Self::OngoingWithDate => f.write_str("văn bản ghi \"thường xuyên\" mà hạn lại là ngày"),
            Self::OtherDay(written, day) => {
                write!(f, "văn bản ghi ngày {written}, hạn lại là {}", day.long())
            }
            Self::NoNormalForm => f.write_str(
                "chưa có hạn để tính: thêm before, by, within, ongoing, event, none hoặc normal",
            ),
            Self::NoWording => f.write_str("hạn chưa có nguyên văn (\"wording\")"),
            Self::TwoDeadlines => f.write_str("một nhiệm vụ chỉ có một loại hạn"),
            other => other.forms(f),
        }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) if error.kind() == io::ErrorKind::NotFound => {
                f.write_str("không có tệp này")
            }
            Self::File(error) => write!(f, "không đọc được tệp ({error})"),
            Self::TooLarge(most) => write!(f, "tệp lớn quá {} kB; hãy chia nhỏ", most / 1024),
            Self::Empty => f.write_str("tệp trống"),
            Self::Utf16 => f.write_str("tệp lưu ở dạng UTF-16; hãy lưu lại ở dạng UTF-8"),
            Self::NotUtf8(line) => {
                write!(f, "từ dòng {line} tệp không phải UTF-8; hãy lưu lại ở dạng UTF-8")
            }
        }
    }
}

impl std::error::Error for SourceError {}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Doubts(doubts) => write!(f, "tệp có {} chỗ cần sửa", doubts.len()),
            Self::Pen(error) => write!(f, "chưa ghi được vào sổ ({error})"),
            Self::Log(error) => write!(f, "không đọc được sổ ({error})"),
            Self::Document(error) => write!(f, "không đọc được một tài liệu trong sổ ({error})"),
        }
    }
}

impl std::error::Error for ImportError {}
