package vn.soviec.internal

/**
 * What an officer reads where the core cannot say it: the core is not there, or what was given
 * cannot be handed to it. Everything else is written in the core.
 */
internal object Messages {
    const val LIBRARY_MISSING: String =
        "Ứng dụng cài chưa đủ phần trên máy này. Sổ còn nguyên, chưa mở. " +
            "Cài lại ứng dụng; nếu còn, báo văn phòng."
    const val LIBRARY_MISMATCH: String =
        "Các phần của ứng dụng không cùng một bản. Sổ còn nguyên, chưa mở. " +
            "Cài lại ứng dụng; nếu còn, báo văn phòng."
    const val INVALID_INPUT: String =
        "Nội dung có ký tự hoặc giá trị không dùng được. Chưa có gì thay đổi. " +
            "Sửa lại rồi lưu."
    const val CLOSED: String = "Sổ đã đóng. Không mất gì. Mở lại ứng dụng."
    const val INTERNAL: String =
        "Ứng dụng gặp lỗi bên trong. Các mục đã lưu vẫn an toàn. " +
            "Mở lại ứng dụng; nếu còn, gửi báo cáo hỗ trợ."
}
