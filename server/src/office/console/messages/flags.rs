//! Words of what the office should look at.

use super::phones::drift;
use crate::office::console::numbers::count;
use crate::office::view::Odd;

pub(crate) const LOOK: &str = "Nên xem:";

const DAY: u64 = 86_400_000;

/// "giờ ghi vượt giờ văn phòng +26 giờ".
pub(crate) fn odd(odd: Odd) -> String {
    let number = |n: u64| count(u32::try_from(n).unwrap_or(u32::MAX));
    match odd {
        Odd::ClockAhead(by) => {
            let by = drift(i64::try_from(by).unwrap_or(i64::MAX));
            format!("giờ ghi vượt giờ văn phòng {by}")
        }
        Odd::LongAgo(ago) => format!("có mục ghi giờ cách lúc nhận {} ngày", number(ago / DAY)),
        Odd::LargeDocument(bytes) => format!("sổ đã lớn {} MB", number(bytes >> 20)),
        Odd::ManyActors(actors) => format!("{} lượt máy đã ghi vào sổ", number(actors)),
    }
}
