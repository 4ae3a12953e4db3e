//! Words of signing in and out.

use crate::office::console::numbers::count;

pub(crate) const TITLE: &str = "Đăng nhập văn phòng";
pub(crate) const SUBTITLE: &str = "Sổ nhiệm vụ của xã và thôn";
pub(crate) const NAME: &str = "Tên đăng nhập";
pub(crate) const PASSWORD: &str = "Mật khẩu";
pub(crate) const ENTER: &str = "Đăng nhập";
pub(crate) const LEAVE: &str = "Thoát";
pub(crate) const HINT: &str = "Tự thoát sau 30 phút không dùng. Cán bộ thôn, xã dùng ứng dụng \
                               trên điện thoại, không đăng nhập ở đây.";

/// What happened, and the rest of the breath: what is safe, what to do.
pub(crate) type Said = (&'static str, String);

/// Wrong name or password.
pub(crate) fn wrong(left: usize) -> Said {
    let left = count(u32::try_from(left).unwrap_or(u32::MAX));
    let rest = format!(
        "Chưa có gì thay đổi. Nhập lại, hoặc nhờ quản trị văn phòng đặt lại (còn {left} lần thử)."
    );
    ("Tên hoặc mật khẩu chưa đúng.", rest)
}

/// Too many wrong tries.
pub(crate) fn throttled(minutes: u32) -> Said {
    let rest = format!(
        "Chưa có gì thay đổi. Đợi {} phút rồi nhập lại, hoặc nhờ quản trị văn phòng đặt lại.",
        count(minutes)
    );
    ("Đã nhập sai nhiều lần.", rest)
}

/// A link that signs in once is used or over.
pub(crate) fn link() -> Said {
    let rest = "Chưa có gì thay đổi. Đăng nhập bằng mật khẩu, hoặc nhờ quản trị văn phòng cấp \
                đường dẫn mới.";
    ("Đường dẫn đã dùng hoặc đã hết hạn.", rest.to_owned())
}

/// The form is not from this browser, or too old.
pub(crate) fn stale() -> Said {
    let rest = "Chưa có gì thay đổi. Nhập lại tên và mật khẩu; nếu vẫn vậy, cho phép trình duyệt \
                nhận cookie của trang này.";
    ("Trang đăng nhập đã mở quá lâu.", rest.to_owned())
}

/// The server could not look.
pub(crate) fn failed() -> Said {
    let rest = "Chưa có gì thay đổi, số liệu vẫn nguyên. Thử lại sau ít phút; nếu vẫn vậy, báo \
                quản trị văn phòng.";
    ("Máy chủ chưa kiểm tra được mật khẩu.", rest.to_owned())
}

/// Signed out.
pub(crate) fn left() -> Said {
    ("Đã thoát.", "Số liệu vẫn nguyên trong sổ. Đăng nhập lại khi cần.".to_owned())
}
