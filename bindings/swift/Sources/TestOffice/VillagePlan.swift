import Foundation

/// The files of an office with one village and a plan of many tasks.
struct VillagePlan {
    let tasks: Int

    /// One file holds at most 1,024 kB.
    private let inOneFile = 2_500

    /// The office's file first, then those of the plan.
    func write(to folder: URL) throws -> [URL] {
        let starts = stride(from: 1, through: tasks, by: inOneFile)
        let plans = starts.map { plan($0...min(tasks, $0 + inOneFile - 1)) }
        return try ([office] + plans).enumerated().map { number, text in
            let file = folder.appendingPathComponent("\(number).toml")
            try text.write(to: file, atomically: true, encoding: .utf8)
            return file
        }
    }

    private var office: String {
        """
        [office]
        key = "van-phong"
        name = "Văn phòng khu vực Bình Sa"
        clerk = "thu-ha"
        [[unit]]
        key = "xa"
        kind = "commune"
        name = "Xã Hà Khê"
        [[unit]]
        key = "xa.thon"
        kind = "village"
        name = "Thôn Bến Đá"
        reports_to = "xa"
        [[officer]]
        key = "thu-ha"
        name = "Lại Thu Hà"
        title = "Chuyên viên"
        unit = "van-phong"
        role = "write"
        [[officer]]
        key = "thi-mo"
        name = "Chử Thị Mơ"
        title = "Tổ trưởng"
        unit = "xa.thon"
        role = "write"
        """
    }

    private func plan(_ numbers: ClosedRange<Int>) -> String {
        let head = """
            [plan]
            key = "lon-\(numbers.lowerBound)"
            title = "Kế hoạch rà soát hồ sơ"
            issued = 2026-01-02
            year = 2026
            [[group]]
            number = "X"
            title = "Rà soát"

            """
        return head + numbers.map(task).joined()
    }

    private func task(_ number: Int) -> String {
        """
        [[task]]
        group = "X"
        number = "X.\(number)"
        title = "Đối chiếu hồ sơ số \(number) với dữ liệu dân cư"
        lead = ["kind:village"]
        deadline = { by = 2026-12-15, wording = "đến ngày 15/12/2026" }
        [[task.item]]
        key = "xong"
        title = "Đã đối chiếu"
        to = ["kind:village"]

        """
    }
}
