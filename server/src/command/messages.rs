//! Every word that a clerk reads in the terminal, but for those about a file.

mod backup;
mod change;
mod result;

use std::{fmt::Display, path::Path};

use soviec_core::model::{Role, TenantId};
use soviec_server::office::import::{Left, Tally, Thing};

pub(super) use backup::*;
pub(super) use change::*;
pub(super) use result::*;

pub(super) const ABOUT: &str =
    "Sổ Việc: máy chủ và bàn làm việc của văn phòng (relay and office console)";
pub(super) const OFFICE: &str = "Đơn vị và cán bộ của văn phòng";
pub(super) const OFFICE_INIT: &str =
    "Ghi đơn vị và cán bộ từ tệp vào sổ; chạy lại chỉ sửa, không ghi đôi";
pub(super) const OFFICE_INIT_LONG: &str = "\
Ghi đơn vị và cán bộ từ tệp TOML vào sổ (danh bạ của văn phòng và của từng xã).

Chạy lại với tệp đã sửa thì chỉ phần khác mới được ghi. Đơn vị không còn trong tệp vẫn giữ trong
sổ. Tệp có lỗi thì mọi lỗi được nêu kèm số dòng và không ghi gì.

Mã thoát: 0 xong; 1 tệp có lỗi, chưa ghi gì; 2 sai lệnh hoặc không làm được.";
pub(super) const OFFICE_FILE: &str = "Tệp TOML của văn phòng (mẫu: office.toml)";
pub(super) const DATA: &str = "Thư mục dữ liệu của văn phòng";
pub(super) const PLAN: &str = "Kế hoạch: kiểm tra, ban hành, liệt kê";
pub(super) const PLAN_CHECK: &str = "Kiểm tra tệp kế hoạch, nêu từng chỗ cần xem lại kèm số dòng";
pub(super) const PLAN_CHECK_LONG: &str = "\
Kiểm tra tệp kế hoạch, nêu từng chỗ cần xem lại kèm số dòng. Không ghi gì.

Mã thoát: 0 không có gì; 1 có lỗi hoặc chỗ cần xem lại; 2 sai lệnh hoặc không đọc được tệp.";
pub(super) const CHECK_DATA: &str = "Thư mục dữ liệu, để kiểm tra cả khóa đơn vị";
pub(super) const PLAN_IMPORT: &str = "Ban hành kế hoạch từ tệp; chạy lại chỉ sửa, không ghi đôi";
pub(super) const PLAN_IMPORT_LONG: &str = "\
Ban hành kế hoạch từ tệp TOML. Chạy lại với tệp đã sửa thì chỉ phần khác mới được ghi.

Tệp có lỗi thì không ghi gì. Tệp chỉ có chỗ cần xem lại thì ghi khi có --accept-doubts.

Mã thoát: 0 xong; 1 tệp có lỗi hoặc chưa chấp nhận, chưa ghi gì; 2 sai lệnh hoặc không làm được.";
pub(super) const PLAN_LIST: &str = "Liệt kê kế hoạch";
pub(super) const PLAN_FILE: &str = "Tệp TOML của kế hoạch (mẫu: plan.toml)";
pub(super) const ACCEPT_DOUBTS: &str = "Đã xem các chỗ cần xem lại, vẫn ghi";
pub(super) const CLERK: &str =
    "Cán bộ đứng tên ban hành; nếu không ghi: người ghi sổ của văn phòng";
pub(super) const OFFICER: &str = "Cán bộ và điện thoại của họ";
pub(super) const OFFICER_ADD: &str = "Cấp mã đăng ký dùng một lần cho điện thoại của một cán bộ";
pub(super) const OFFICER_ADD_LONG: &str = "\
Cấp mã đăng ký dùng một lần cho điện thoại của một cán bộ, kèm mã QR. Mã chỉ hiện một lần.

Trước khi đăng ký, so dấu vân tay trên điện thoại với dấu in ở đây.

Mã thoát: 0 xong; 1 cán bộ chưa có vai trò ở đơn vị; 2 sai lệnh hoặc không làm được.";
pub(super) const OFFICER_LIST: &str = "Liệt kê cán bộ, khóa và vai trò";
pub(super) const OFFICER_ROLE: &str = "Giao, đổi hoặc thôi vai trò ở một đơn vị";
pub(super) const OFFICER_MOVE: &str =
    "Chuyển cán bộ sang đơn vị khác; sổ cũ rời máy, sổ mới về máy";
pub(super) const OFFICER_SUSPEND: &str =
    "Tạm khóa: điện thoại chỉ xem; mục ghi thêm được văn phòng giữ, không mất";
pub(super) const OFFICER_REVOKE: &str =
    "Thu hồi: điện thoại không nhận số liệu nữa; mục đã ghi vẫn gửi về và được giữ";
pub(super) const ROLE_NEW: &str = "Vai trò từ hôm nay: write (ghi), read (chỉ xem), none (thôi)";
pub(super) const UNIT: &str = "Đơn vị trong sổ";
pub(super) const UNIT_LIST: &str = "Liệt kê đơn vị và khóa";
pub(super) const UNIT_WORD: &str = "Đơn vị, bằng khóa hoặc mã 26 ký tự";
pub(super) const OFFICER_WORD: &str = "Cán bộ, bằng khóa hoặc mã 26 ký tự";
pub(super) const ROLE: &str = "Vai trò ở đơn vị; nếu không ghi: như trong danh bạ";
pub(super) const ADDRESS: &str = "Địa chỉ máy chủ mà điện thoại dùng, ví dụ https://so.example.vn";
pub(super) const ADDRESS_FORM: &str = "địa chỉ phải bắt đầu bằng https:// hoặc http://";
pub(super) const DEVICE_NOTE: &str = "Ghi chú về máy, in trên phiếu";

pub(super) const NOTHING_WRITTEN: &str = "Chưa ghi gì vào sổ.";
pub(super) const NOT_ACCEPTED: &str =
    "Chưa ghi gì vào sổ. Xem lại các chỗ trên; nếu vẫn đúng, chạy lại với --accept-doubts.";
pub(super) const UNITS_NOT_CHECKED: &str =
    "Chưa kiểm tra khóa đơn vị: thêm --data DIR để kiểm tra với sổ.";
pub(super) const NO_OFFICE: &str = "sổ chưa có văn phòng; chạy soviec office init trước";

pub(super) const UNIT_HEAD: [&str; 5] = ["KHÓA", "LOẠI", "TÊN", "BÁO CÁO VỀ", "HIỆU LỰC"];
pub(super) const PLAN_HEAD: [&str; 6] = ["KHÓA", "NĂM", "SỐ", "NGÀY", "NHIỆM VỤ", "TÊN"];
pub(super) const OFFICER_HEAD: [&str; 4] = ["KHÓA", "HỌ TÊN", "CHỨC DANH", "VAI TRÒ"];

pub(super) fn no_book(dir: &Path) -> String {
    format!("{}: chưa có sổ ở đây; chạy soviec office init trước", dir.display())
}

pub(super) fn other_tenant(there: TenantId) -> String {
    format!("sổ này thuộc tenant {there}, khác với tenant trong tệp")
}

pub(super) fn not_opened(error: &dyn Display) -> String {
    format!("không mở được sổ ({error})")
}

pub(super) fn no_unit(word: &str) -> String {
    format!("không có đơn vị \"{word}\"; xem soviec unit list")
}

pub(super) fn no_officer(word: &str) -> String {
    format!("không có cán bộ \"{word}\"; xem soviec officer list")
}

pub(super) fn no_role(officer: &str, unit: &str) -> String {
    format!(
        "\"{officer}\" chưa có vai trò ở \"{unit}\": thêm vào tệp của văn phòng, hoặc dùng --role"
    )
}

pub(super) fn rights_changed(officer: &str, changed: usize) -> String {
    match changed {
        0 => format!("{officer}: quyền trên điện thoại không đổi."),
        n => format!("{officer}: {n} quyền đã đổi; điện thoại biết ở lần gửi nhận tới."),
    }
}

pub(super) fn no_qr(error: &dyn Display) -> String {
    format!("không vẽ được mã QR ({error})")
}

pub(super) fn tenant(tenant: TenantId) -> String {
    format!("Tenant: {tenant}")
}

pub(super) fn fingerprint(text: &str) -> String {
    format!("Dấu vân tay văn phòng: {text}")
}

pub(super) fn tally(thing: Thing, tally: Tally) -> String {
    let Tally { added, changed, unchanged } = tally;
    format!("{thing}: thêm {added}, sửa {changed}, giữ nguyên {unchanged}")
}

pub(super) fn left(left: &Left) -> String {
    format!("Không còn trong tệp, vẫn giữ trong sổ: {}: {}", left.thing, left.name)
}

pub(super) fn doubts(errors: usize, warnings: usize) -> String {
    match (errors, warnings) {
        (0, 0) => "Không có chỗ nào cần xem lại.".to_owned(),
        (errors, warnings) => format!("{errors} lỗi, {warnings} chỗ cần xem lại."),
    }
}

pub(super) fn slip_for(officer: &str, unit: &str, role: Role) -> String {
    let role = match role {
        Role::Read => "chỉ xem",
        Role::Write => "ghi",
    };
    format!("Phiếu đăng ký điện thoại: {officer}, {unit} (vai trò: {role})")
}

pub(super) fn slip_note(note: &str) -> String {
    format!("Máy: {note}")
}

pub(super) fn slip_code(code: &str) -> String {
    format!("Mã đăng ký: {code}  (dùng một lần)")
}

pub(super) fn slip_until(until: &str) -> String {
    format!("Hết hạn: {until}")
}

pub(super) fn slip_address(address: Option<&str>) -> String {
    match address {
        Some(address) => format!("Địa chỉ máy chủ: {address}"),
        None => "Địa chỉ máy chủ: hỏi người quản trị; thêm --address để in vào mã QR".to_owned(),
    }
}
