//! The state of every commune in every task at the stated moment, one letter a cell.

/// What a cell of the matrix comes to. Late and overdue follow from the days alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// Declared done with a day in time.
    OnTime,
    /// Declared done with a day after the last one.
    Late,
    /// Begun and not done, or not declared at all, with the last day gone.
    Overdue,
    /// Begun, and there is time left.
    InProgress,
    /// Declared as not begun, and there is time left.
    NotStarted,
    /// Ongoing, judged effective.
    Effective,
    /// Ongoing, judged weak.
    Weak,
    /// Nothing declared: time left, an ongoing task without a word, or no event yet.
    Silent,
}

/// The cells of a commune, by its name without the kind word, in the order of the tasks.
pub(super) fn cells_of(commune: &str) -> impl Iterator<Item = Cell> {
    let letters = ROWS.iter().find(|(name, _)| *name == commune).map_or("", |(_, row)| row);
    letters.chars().filter_map(cell)
}

fn cell(letter: char) -> Option<Cell> {
    match letter {
        'D' => Some(Cell::OnTime),
        'L' => Some(Cell::Late),
        'O' => Some(Cell::Overdue),
        'P' => Some(Cell::InProgress),
        'n' => Some(Cell::NotStarted),
        'E' => Some(Cell::Effective),
        'w' => Some(Cell::Weak),
        '-' => Some(Cell::Silent),
        _ => None,
    }
}

/// Tasks 1a 1b 1c 1d, 2a 2b 2c 2d, 3a 3b 3c 3d 3đ, 4, 5a 5b, 6; blanks only guide the eye.
const ROWS: [(&str, &str); 23] = [
    ("Lâm Hạ", "DDDD EEw- EEwEP D PP P"),
    ("Thanh Lâm", "DDLD wEE- EEEEP D PD P"),
    ("An Thượng", "DDDD EwE- EwwEP D Pn P"),
    ("Bình Khê", "DDLD EEE- EEEED D PP P"),
    ("Cẩm Hòa", "LDDD wEw- w-wEP O PP P"),
    ("Chí Thành", "DLOD EE-- EEEEP D -P P"),
    ("Dân An", "DLLD EEE- EEwEP D DP P"),
    ("Đại Khê", "DDDD EwE- EwEEP D PP P"),
    ("Đông Lĩnh", "OLOD EEE- -EEEP O P- P"),
    ("Gia Phúc", "DDLD www- EwEEP D PP P"),
    ("Hòa Nghĩa", "DDDD EEE- EEEEP D DP P"),
    ("Khánh Vân", "DODD wwE- EEEwP D PD P"),
    ("Lạc Thủy", "DDDD -EE- EEEwn D -P -"),
    ("Minh Quang", "DDLD EEE- EEwEP O PP -"),
    ("Ngọc Xá", "DLLL EEE- EEEEP D DP P"),
    ("Phú Hậu", "DDDD EEE- EEEED D PD P"),
    ("Quang Trạch", "DDLL EEE- wEEED D DP D"),
    ("Sơn Hạ", "LOOO -E-- ----P O P- -"),
    ("Tân Việt", "DLLL EwE- EEEED L DP P"),
    ("Thái Bảo", "LLDD EEE- EEEED D DP P"),
    ("Trung Hậu", "DDDD EEE- EEEwP D DP P"),
    ("Vĩnh An", "ODLD EwE- EEEEP D PP -"),
    ("Yên Mỹ", "DDDD EwE- EEEEP D DD P"),
];
