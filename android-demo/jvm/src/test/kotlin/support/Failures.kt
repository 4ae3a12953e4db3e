package support

import vn.soviec.SoViecException

/** The library's failures, which only the library can make; a test of a screen's state needs a few. */
object Failures {
    val offline: SoViecException = make(
        "TryLater", "offline",
        "Chưa có mạng. 3 mục vẫn an toàn trong máy. Không cần làm gì: có mạng là tự gửi.",
    )
    val full: SoViecException = make(
        "FixPhone", "storage_full",
        "Máy hết chỗ lưu. Các mục trước vẫn còn; mục vừa ghi chưa lưu. Xóa bớt ảnh, video rồi bấm Lưu lại.",
    )
    val notEnrolled: SoViecException = make("Enrol", "not_enrolled", "Máy chưa đăng ký với văn phòng.")
    val badCode: SoViecException = make("Enrol", "bad_code", "Mã đăng ký không đúng, đã dùng hoặc hết hạn.")
    val wrongKey: SoViecException = make("AskForKey", "wrong_key", "Khóa mở sổ không đúng.")

    private fun make(kind: String, code: String, sentence: String): SoViecException =
        Class.forName("vn.soviec.SoViecException$$kind").declaredConstructors
            .first { it.parameterCount == 3 }
            .newInstance(code, sentence, "made by a test") as SoViecException
}
