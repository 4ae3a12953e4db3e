//! Words about normal forms and how they are computed.

use std::fmt;

use super::What;
use soviec_core::model::Wanted;

impl What {
    /// About normal forms, settings and events.
    pub(super) fn forms(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NormalForm(part, wanted) if part.is_empty() => {
                write!(f, "\"normal\" còn thiếu: {}", expected(*wanted))
            }
            Self::NormalForm(part, wanted) => {
                write!(f, "\"normal\" có phần \"{part}\" chưa hiểu: {}", expected(*wanted))
            }
            Self::Disagree(normal, key) => {
                write!(f, "\"normal\" ghi {normal}, trường bên cạnh lại là {key}; tính theo trường")
            }
            Self::EventForm(text) => {
                write!(f, "sự kiện \"{text}\" phải trên một dòng, ngoặc mở phải có ngoặc đóng")
            }
            Self::NoEvent => f.write_str("\"occurred\" chỉ dùng cho hạn chờ sự kiện"),
            Self::BeyondCalendar => f.write_str("hạn cuối nằm ngoài lịch, không tính được"),
            Self::ReadingForm(word) => {
                write!(f, "\"{word}\" không phải cách đọc hạn (literal, usual)")
            }
            Self::RollForm(word) => write!(
                f,
                "\"{word}\" không phải cách dời hạn (none, next_working, previous_working)"
            ),
            _ => Ok(()),
        }
    }
}

fn expected(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Form => {
            "cần BY, BEFORE, IN, DURING, FROM, ONGOING, EVENT, REF, EVERY, PERIODIC, ADHOC, \
             INVALID hoặc NONE"
        }
        Wanted::Day => "cần một ngày, ví dụ 2023-04-30",
        Wanted::PossibleDay => "lịch không có ngày này; ghi INVALID(…) để giữ nguyên văn",
        Wanted::ImpossibleDay => "lịch có ngày này, không ghi INVALID",
        Wanted::Span => "cần 2023, 2023-H1, 2023-Q2, 2023-03 hoặc 2023-03..2023-04",
        Wanted::Start => "cần một ngày hoặc một kỳ, ví dụ 2023-04-01, 2023-04, 2023-Q2, 2023",
        Wanted::Ongoing => "cần ONGOING, ONGOING 2023+ hoặc ONGOING(…)",
        Wanted::Words => "cần lời văn trong ngoặc, không có dấu cách ở đầu và cuối",
        Wanted::Count => "cần số ngày, ví dụ 10 days hoặc 10 working days, nhiều nhất 999",
        Wanted::Every => {
            "cần EVERY month BEFORE day 15, EVERY quarter BEFORE day 15 of its last month, \
             EVERY half-year BEFORE 06-15, EVERY year BEFORE 12-15 hoặc EVERY month (no day)"
        }
        Wanted::Order => "kỳ ngắn đứng trước, mỗi kỳ chỉ một lần",
        Wanted::End => "không cần phần này",
    }
}
