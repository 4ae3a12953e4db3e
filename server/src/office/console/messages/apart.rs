//! Words of edits that are not in their books: held, refused, and decided ones.

use crate::office::console::numbers::count;
use crate::office::view::{Waiting, Which, Why};
use soviec_core::{admission::Code, protocol::ChangeState};

pub(crate) const TITLE: &str = "Cần quyết định";
pub(crate) const TO_SEE: &str = "Cần xử lý";
pub(crate) const LISTS: &str = "Danh sách mục để riêng";
pub(crate) const ONLY: &str = "Chỉ những mục của";
pub(crate) const ALL: &str = "xem tất cả";
pub(crate) const BOOK: &str = "Sổ của";
pub(crate) const NO_BOOK: &str = "Sổ mà văn phòng không có";
pub(crate) const NAMELESS: &str = "Mục không có trong kế hoạch";
pub(crate) const UNNAMED_CLERK: &str = "một cán bộ văn phòng";
pub(crate) const PARENT: &str = "Mở mục đang giữ đứng trước";
pub(crate) const WRITES: &str = "Nội dung gửi lên và nội dung trong sổ";
pub(crate) const REGISTER: &str = "Mục";
pub(crate) const SAYS: &str = "Máy gửi lên";
pub(crate) const NOW: &str = "Trong sổ hiện nay";
pub(crate) const NOTHING_NOW: &str = "chưa có gì";
/// The name of a list.
pub(crate) fn list(which: Which) -> &'static str {
    match which {
        Which::Held => "Mục đang giữ",
        Which::Refused => "Máy chủ không nhận",
        Which::Done => "Đã quyết định",
    }
}

/// "3 mục đang giữ · 4 mục chờ các mục đó · 1 mục máy chủ không nhận".
pub(crate) fn totals(waiting: Waiting) -> String {
    let Waiting { held, refused, parked } = waiting;
    let parked = match parked {
        0 => String::new(),
        parked => format!(" · {} mục chờ các mục đó", count(parked)),
    };
    format!("{} mục đang giữ{parked} · {} mục máy chủ không nhận", count(held), count(refused))
}

/// What stands in a list, and in which order.
pub(crate) fn about(which: Which) -> &'static str {
    match which {
        Which::Held => {
            "Ghi ngoài quyền của máy, nên chưa vào sổ và chưa vào số liệu nào. Không mục nào mất. \
             Cũ nhất đứng trước."
        }
        Which::Refused => {
            "Không vào sổ được vì sai quy ước chung. Mục vẫn còn nguyên ở máy và ở đây. Cũ nhất \
             đứng trước."
        }
        Which::Done => {
            "Mọi mục từng được giữ, không được nhận, trả lại, chuyển sổ hoặc gỡ. Mới nhất đứng \
             trước."
        }
    }
}

/// An empty list: why that is good, and what to do.
pub(crate) fn empty(which: Which) -> [&'static str; 2] {
    match which {
        Which::Held => [
            "Không có mục nào đang giữ.",
            "Mọi mục đã gửi đều đã vào sổ hoặc đã có quyết định. Không cần làm gì.",
        ],
        Which::Refused => [
            "Không có mục nào máy chủ không nhận.",
            "Ứng dụng trên các máy đang ghi đúng quy ước. Không cần làm gì.",
        ],
        Which::Done => [
            "Chưa có mục nào được quyết định.",
            "Khi văn phòng nhận, trả, chuyển hoặc xếp lại một mục, mục đó hiện ở đây.",
        ],
    }
}

/// Why an edit is not in its book.
pub(crate) fn why(why: Why) -> &'static str {
    match why {
        Why::NoRight => {
            "Máy không có quyền ghi vào sổ này, hoặc quyền đã đổi khi mục đến văn phòng."
        }
        Why::OtherOfficer => "Mục mang tên một cán bộ không dùng máy này.",
        Why::Below => "Ghi tiếp trên một mục đang giữ: mục đó được quyết định thì mục này theo.",
        Why::Refused(code) => refused(code),
        Why::Settled => "Không cần quyết định: mục đã được thay bằng lần ghi khác.",
    }
}

/// "mã 11", in small type beside the sentence.
pub(crate) fn code(code: u16) -> String {
    format!("mã {code}")
}

fn refused(code: u16) -> &'static str {
    match (Code::from_number(code), code) {
        (Some(Code::Malformed), _) => "Không phải một lần ghi mà sổ đọc được.",
        (Some(Code::NotCanonical), _) => "Không viết theo dạng chuẩn của sổ.",
        (Some(Code::Limit), _) => "Lớn hơn mức mà một lần ghi được phép.",
        (Some(Code::Message), _) => "Phần nói về lần ghi được thay không đúng dạng.",
        (Some(Code::Empty), _) => "Không ghi gì.",
        (Some(Code::Actor), _) => "Mang tên của chính quyển sổ, không phải của một máy.",
        (Some(Code::Dependencies), _) => "Không nối vào quyển sổ nào.",
        (Some(Code::StartOp | Code::Lane), _) => "Không nối đúng vào các lần ghi trước của máy.",
        (Some(Code::Action), _) => "Có thao tác mà sổ không dùng.",
        (Some(Code::Bucket), _) => "Đặt vào chỗ không phải của mục đó.",
        (Some(Code::Key), _) => "Tên mục không đúng dạng.",
        (Some(Code::Twice), _) => "Ghi một mục hai lần trong cùng lần ghi.",
        (Some(Code::Predecessor), _) => "Thay một giá trị không có trong mục đó.",
        (Some(Code::Act), _) => "Nội dung không đúng dạng của mục đó.",
        (_, 1000) => "Được gửi từ một máy không phải máy đã ghi.",
        (_, 1001) => "Nói là ghi lại một mục, nhưng nội dung khác mục đó.",
        _ => "Bản máy chủ này chưa biết lý do.",
    }
}

/// What is safe meanwhile.
pub(crate) fn safe(why: Why) -> &'static str {
    match why {
        Why::Refused(_) => "Các mục khác của máy này không bị ảnh hưởng. Người ghi đọc được lý do.",
        Why::NoRight | Why::OtherOfficer | Why::Below | Why::Settled => {
            "Số liệu trên các trang chưa tính mục này. Người ghi thấy mục đang được giữ."
        }
    }
}

/// What became of an edit, as a mark.
pub(crate) fn state(state: ChangeState, decided: bool) -> &'static str {
    match state {
        ChangeState::Stored => "đã nhận",
        ChangeState::Held => "đang giữ",
        ChangeState::Parked => "chờ mục trước",
        ChangeState::Refused(_) if decided => "đã xếp lại",
        ChangeState::Refused(_) => "máy chủ không nhận",
        ChangeState::Returned => "đã trả lại",
        ChangeState::Expelled => "đã gỡ",
        ChangeState::Moved(_) => "đã chuyển sổ",
        ChangeState::Already(_)
        | ChangeState::Rebase
        | ChangeState::Forked
        | ChangeState::Rebased(_)
        | ChangeState::Replaced(_) => "đã ghi lại",
    }
}

/// What a decision did, before its clerk and its moment.
pub(crate) fn decided(state: ChangeState) -> &'static str {
    match state {
        ChangeState::Stored => "Đã nhận vào sổ",
        ChangeState::Returned => "Đã trả lại người ghi",
        ChangeState::Moved(_) => "Đã chuyển sang sổ của",
        ChangeState::Expelled => "Đã gỡ khỏi sổ",
        ChangeState::Refused(_) => "Đã xếp lại",
        ChangeState::Replaced(_) => "Đã ghi lại thay",
        _ => "Đã quyết định",
    }
}

/// "4 mục chờ mục này".
pub(crate) fn parked(number: u32) -> String {
    format!("{} mục chờ mục này", count(number))
}

/// "4 mục ghi tiếp trên mục này, đi theo cùng quyết định".
pub(crate) fn below(number: u32) -> String {
    format!("{} mục ghi tiếp trên mục này, đi theo cùng quyết định", count(number))
}

/// "và 12 mục nữa trong cùng lần ghi".
pub(crate) fn more_writes(number: usize) -> String {
    let number = count(u32::try_from(number).unwrap_or(u32::MAX));
    format!("và {number} mục nữa trong cùng lần ghi")
}

/// "Không đọc được: 1.204 byte".
pub(crate) fn unreadable(bytes: usize) -> String {
    format!("Không đọc được: {} byte", count(u32::try_from(bytes).unwrap_or(u32::MAX)))
}

/// "2 đang giữ", in the row of a phone or under the head of a unit.
pub(crate) fn held(number: u32) -> String {
    format!("{} mục đang giữ", count(number))
}

/// "1 máy chủ không nhận".
pub(crate) fn not_taken(number: u32) -> String {
    format!("{} mục máy chủ không nhận", count(number))
}
