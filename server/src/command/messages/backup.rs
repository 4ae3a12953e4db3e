//! Words of backups.

use std::{fmt::Display, path::Path};

use soviec_core::model::Moment;

pub(in crate::command) const BACKUP: &str =
    "Sao lưu sổ trong khi máy chủ vẫn chạy, và thử phục hồi ngay";
pub(in crate::command) const BACKUP_LONG: &str = "\
Sao lưu sổ của văn phòng vào một thư mục mới, trong khi máy chủ vẫn chạy.

Bản sao được thử ngay: phục hồi vào một thư mục tạm, tính lại toàn bộ chuỗi của sổ rồi mở lên.
Thư mục chỉ hiện tên khi bản sao đã thử xong. Các khóa (office.key, relay.key, codes.key) không
nằm trong bản sao: giữ riêng, ở nơi khác.

Mã thoát: 0 xong và đã thử; 2 sai lệnh hoặc không làm được, không có bản sao nào mang tên đó.";
pub(in crate::command) const BACKUP_TO: &str = "Thư mục mới cho bản sao";
pub(in crate::command) const RESTORE: &str =
    "Phục hồi sổ từ bản sao vào thư mục đã có sẵn các khóa";
pub(in crate::command) const RESTORE_LONG: &str = "\
Phục hồi sổ từ bản sao vào một thư mục chưa có sổ (log.db) nhưng đã có các khóa của văn phòng.

Dừng máy chủ trước. Sổ cũ, nếu còn, thì chuyển đi chỗ khác, đừng xóa. Bản sao được kiểm tra từng
tệp và toàn bộ chuỗi trước khi dùng. Sau khi phục hồi, máy chủ mang một kỳ mới: điện thoại nhận
ra sổ đã khác, giữ nguyên mọi mục đã ghi, vẫn ghi tiếp và chờ.

Mã thoát: 0 xong; 2 sai lệnh hoặc không làm được, sổ có sẵn không bị động đến.";
pub(in crate::command) const RESTORE_FROM: &str = "Thư mục của bản sao";
pub(in crate::command) const KEYS_APART: &str =
    "Các khóa không nằm trong bản sao: giữ riêng office.key, relay.key, codes.key.";
pub(in crate::command) const PHONES_WAIT: &str = "Điện thoại đã nhận mục sau lúc sao lưu sẽ giữ nguyên mọi \
     mục và chờ; không xóa ứng dụng, không đăng ký lại.";
pub(in crate::command) const PROVING: &str = "Đang thử phục hồi vào thư mục tạm…";

pub(in crate::command) fn file_copied(name: &str, bytes: u64) -> String {
    format!("Đã chép {name} ({bytes} byte)")
}

pub(in crate::command) fn rows_checked(row: u64) -> String {
    format!("Đã kiểm tra {row} dòng…")
}

pub(in crate::command) fn backup_taken(to: &Path, seq: u64, bytes: u64) -> String {
    format!("{}: đã sao lưu đến dòng {seq} ({bytes} byte) và đã phục hồi thử được.", to.display())
}

pub(in crate::command) fn restored(data: &Path, seq: u64, taken: Moment) -> String {
    format!("{}: đã phục hồi đến dòng {seq}, bản sao ngày {}.", data.display(), taken.day())
}

pub(in crate::command) fn is_there(path: &Path) -> String {
    format!("{} đã có sẵn; chưa làm gì. Chọn thư mục khác hoặc chuyển nó đi trước", path.display())
}

pub(in crate::command) fn no_backup(path: &Path, why: &str) -> String {
    format!("{} không phải bản sao đọc được ({why}); chưa làm gì", path.display())
}

pub(in crate::command) fn backup_damaged(path: &Path) -> String {
    format!("{} hỏng hoặc đã bị sửa; chưa phục hồi gì. Dùng bản sao khác", path.display())
}

pub(in crate::command) fn other_log(found: u64, said: u64) -> String {
    format!(
        "sổ trong bản sao không liền: đọc được đến dòng {found}, ghi là {said}. Dùng bản sao khác"
    )
}

pub(in crate::command) fn no_key(path: &Path) -> String {
    format!("thiếu {}; đặt các khóa của văn phòng vào đó trước, rồi chạy lại", path.display())
}

pub(in crate::command) fn keys_do_not_fit(why: &str) -> String {
    format!("các khóa ở đây không hợp với bản sao ({why})")
}

pub(in crate::command) fn backup_failed(error: &dyn Display) -> String {
    format!("không làm được ({error}); sổ đang dùng không bị động đến")
}
