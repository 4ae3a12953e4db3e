//! Words of the search field and of the page of hits.

use crate::office::console::numbers::count;
use crate::office::view::{HitOf, SearchProblem};

pub(crate) const TITLE: &str = "Tìm";
pub(crate) const FIELD: &str = "Tìm nhiệm vụ, đầu việc, ghi chú (gõ không dấu được)";
pub(crate) const HINT: &str = "Gõ không dấu cũng tìm được: “kich hoat” ra “kích hoạt”. Kết quả gõ \
                               đúng dấu đứng trước.";
pub(crate) const ELSEWHERE: &str = "và đơn vị khác";
pub(crate) const PARTS: &str = "Các phần của kết quả";
pub(crate) const BEFORE: &str = "Kết quả trước";
pub(crate) const AFTER: &str = "Kết quả tiếp theo";

/// What was found.
pub(crate) fn of(kind: HitOf) -> &'static str {
    match kind {
        HitOf::Task => "Nhiệm vụ",
        HitOf::Item => "Đầu việc",
        HitOf::Note => "Ghi chú",
    }
}

/// Why there is no answer, and what to do.
pub(crate) fn problem(problem: SearchProblem) -> &'static str {
    match problem {
        SearchProblem::Empty => "Chưa có chữ để tìm. Gõ ít nhất một chữ cái hoặc chữ số.",
        SearchProblem::TooLong => "Câu tìm dài quá. Chỉ giữ vài chữ chính rồi tìm lại.",
    }
}

/// "Không tìm thấy “kich hoad”. Thử bỏ bớt chữ."
pub(crate) fn nothing(typed: &str) -> String {
    format!("Không tìm thấy “{typed}”. Thử bỏ bớt chữ.")
}

/// "5 kết quả", or which part of many it is.
pub(crate) fn counted(hits: usize, part: u32, more: bool) -> String {
    let hits = count(u32::try_from(hits).unwrap_or(u32::MAX));
    match (part, more) {
        (1, false) => format!("{hits} kết quả"),
        (1, true) => format!("{hits} kết quả đầu"),
        (part, _) => format!("{hits} kết quả, phần {}", count(part)),
    }
}
