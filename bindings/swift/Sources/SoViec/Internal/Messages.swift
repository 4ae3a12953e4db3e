/// What an officer reads when the core itself could not be asked; every other sentence comes
/// from the core.
enum Messages {
    static let internalFault =
        "Ứng dụng gặp lỗi bên trong. Các mục đã lưu vẫn an toàn. Mở lại ứng dụng; nếu còn, gửi báo cáo hỗ trợ."
}
