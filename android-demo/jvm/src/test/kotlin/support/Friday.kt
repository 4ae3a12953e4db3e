package support

import vn.soviec.Agenda
import vn.soviec.Book
import vn.soviec.BookId
import vn.soviec.CountDraft
import vn.soviec.DeadlineKind
import vn.soviec.Declared
import vn.soviec.EditId
import vn.soviec.Health
import vn.soviec.Item
import vn.soviec.ItemId
import vn.soviec.LastAct
import vn.soviec.LeftOut
import vn.soviec.Note
import vn.soviec.OfficeWord
import vn.soviec.Officer
import vn.soviec.OfficerId
import vn.soviec.Profile
import vn.soviec.Reason
import vn.soviec.RegisterId
import vn.soviec.Replaced
import vn.soviec.Review
import vn.soviec.ReviewState
import vn.soviec.Session
import vn.soviec.SetApart
import vn.soviec.Status
import vn.soviec.Tap
import vn.soviec.TaskDetail
import vn.soviec.TaskId
import vn.soviec.TaskRow
import vn.soviec.TaskWindow
import vn.soviec.UnitId
import vn.soviec.Value
import vn.soviec.WaitingEdit
import java.time.Instant
import java.time.LocalDate

/** One invented Friday, 12/06/2026, 08:05, in an invented village; all pictures show it. */
object Friday {
    const val NOW = "2026-06-12T01:05:00Z"
    val today: LocalDate = LocalDate.of(2026, 6, 12)
    val book = BookId("b".repeat(32))
    val village = UnitId("dong-ha")
    val hanh = OfficerId("hanh")
    val dat = OfficerId("dat")

    val profile = Profile(
        device = "d".repeat(32),
        officers = listOf(Officer(hanh, "Lê Thị Hạnh")),
        books = listOf(Book(book, village, "Thôn Đông Hạ", 2026)),
        officeFingerprint = "419C 8615 1A97 1746",
        relay = "http://127.0.0.1:8080",
    )

    val health = Health(
        protocol = 1, schema = 1, waiting = 3, sent = 12, held = 1, lastContact = at(7, 45),
        stopped = null, stoppedBooks = emptyList(), setAside = null, listenerFailures = 0, logFailures = 0,
    )

    fun at(hour: Int, minute: Int, day: LocalDate = today): Instant =
        day.atTime(hour, minute).atZone(World.zone).toInstant()

    fun row(
        title: String,
        last: LocalDate?,
        status: Status,
        items: Int = 0,
        done: Int = 0,
        unsent: Boolean = false,
        open: Boolean = false,
        number: String = "1",
        review: Review = Review(ReviewState.NOTHING, null, null, null),
    ) = TaskRow(
        book = book, task = TaskId(title), unit = village, group = "I", number = number, title = title,
        deadline = if (last == null) DeadlineKind.ONGOING else DeadlineKind.DATED, lastDay = last,
        wording = "trước 15/6", leads = true,
        declared = if (status == Status.DONE_ON_TIME) Declared.DONE else null,
        declaredOn = if (status == Status.DONE_ON_TIME) today else null,
        result = null, newer = false, open = open, items = items, itemsDone = done, itemsOpen = 0,
        notes = 0, status = status, unsent = unsent, local = false,
        review = review,
    )

    val qr = row("Rà soát mã QR khu dân cư", today.plusDays(2), Status.IN_PROGRESS, 7, 4, unsent = true)
    private val cards = row("Học sinh sinh năm 2008 có thẻ", LocalDate.of(2026, 5, 31), Status.OVERDUE)
    private val rounds = row("Đi từng hộ: kích hoạt VNeID", today.plusDays(3), Status.IN_PROGRESS, 46, 27)
    private val idCard = row("Không hỏi xác nhận CMND 9 số", today.plusDays(9), Status.IN_PROGRESS, open = true)
    private val computer = row("Kiểm tra máy tính điểm hướng dẫn", today, Status.DONE_ON_TIME, unsent = true)

    private val asked = row(
        "Niêm yết lịch trực điểm hướng dẫn", today.plusDays(5), Status.IN_PROGRESS,
        review = Review(ReviewState.RETURNED, "Phạm Thu Hường", today.minusDays(1), "Lịch ghi thiếu tối thứ năm"),
    )

    val agenda = Agenda(
        today = today,
        returned = window(asked),
        overdue = window(cards),
        open = window(idCard),
        dueSoon = window(qr, rounds),
        doneToday = window(computer),
        next = null,
        replaced = 1,
    )

    val tasks = listOf(cards, idCard, qr, rounds, computer)

    fun window(vararg rows: TaskRow) = TaskWindow(rows.toList(), rows.size)

    fun value(words: String, who: OfficerId, at: Instant, done: Boolean? = null, declared: Declared? = null) = Value(
        edit = EditId("$words-$at"), officer = who, officerName = NAMES[who], on = today, at = at, seq = null,
        live = true, own = who == hanh, newer = false, done = done, declared = declared, text = null, words = words,
    )

    private val NAMES = mapOf(hanh to "Lê Thị Hạnh", dat to "Trịnh Văn Đạt")

    fun item(title: String, done: Boolean, vararg values: Value, open: Boolean = false, unsent: Boolean = false) =
        Item(ItemId(title), RegisterId("$title.tick"), title, done, open, unsent, values.toList())

    val detail = TaskDetail(
        row = qr.copy(declared = Declared.IN_PROGRESS, itemsOpen = 1),
        group = "I. Nhóm nhiệm vụ pháp lý",
        partners = "Công an xã, Đoàn Thanh niên",
        status = listOf(value("Đang thực hiện", hanh, at(16, 20, LocalDate.of(2026, 6, 9)), declared = Declared.IN_PROGRESS)),
        items = listOf(
            item("Nhà văn hóa có mã QR", true, value("đã xong", dat, at(6, 58), done = true)),
            item("Cổng chợ có mã QR", false),
            item("Loa truyền thanh nhắc tuần này", true, value("đã xong", hanh, at(8, 1), done = true), unsent = true),
            item(
                "Quán tạp hóa đầu thôn có mã", false,
                value("đã xong", dat, at(7, 20), done = true), value("chưa xong", hanh, at(7, 5), done = false),
                open = true,
            ),
            item("Trạm y tế có mã QR", true, value("đã xong", dat, at(9, 30, LocalDate.of(2026, 6, 10)), done = true)),
            item("Điểm bán xăng có mã QR", true, value("đã xong", hanh, at(17, 2, LocalDate.of(2026, 6, 11)), done = true)),
            item("Biển hướng dẫn cách quét ở đình", false),
        ),
        notes = listOf(
            Note(RegisterId("n1"), "Mã ở đình bị nắng làm mờ, đã thay.", hanh, "Lê Thị Hạnh", today, unsent = true),
        ),
        sessions = listOf(
            Session(
                RegisterId("s1"), ItemId("Điểm bán xăng có mã QR"), dat, "Trịnh Văn Đạt", today, at(7, 40), 27,
                listOf(LeftOut(1, "đi vắng", 3)), "27 xong, 3 đi vắng", unsent = false,
            ),
        ),
    )

    val lastAct = LastAct(EditId("e"), "Loa truyền thanh nhắc tuần này đã xong", at(8, 1))

    private fun waits(words: String, at: Instant, seq: Long) =
        WaitingEdit(EditId("edit-$seq"), seq, book, qr.task, words, hanh, "Lê Thị Hạnh", at)

    val waiting = listOf(
        waits("Rà soát mã QR: loa đã phát", at(8, 1), 14),
        waits("Rà soát mã QR: Mã ở đình bị nắng làm mờ, đã thay.", at(7, 59), 13),
        waits("Kiểm tra máy tính: hoàn thành", at(7, 50), 12),
    )

    private fun setApart(edit: WaitingEdit, state: String, heading: String, reason: String, office: OfficeWord? = null) =
        SetApart(edit, state, heading, reason, office, office != null, office != null, dismissed = false, writtenAgain = null)

    val apart = listOf(
        setApart(
            waits("Thôn Ngoài: 12 hộ đã đến", at(9, 0, LocalDate.of(2026, 6, 1)), 3), "held", "Văn phòng đang giữ",
            "Ghi sau khi đổi địa bàn. Không mất; văn phòng sẽ nhận, chuyển hoặc trả.",
        ),
    )

    /** An edit that a clerk has returned with a word. */
    val returned = setApart(
        waits("Học sinh sinh năm 2008 có thẻ: Hoàn thành", at(16, 40, LocalDate.of(2026, 6, 9)), 5),
        "returned", "Văn phòng trả lại",
        "Văn phòng không nhận mục này. Mục vẫn còn trong máy. Xem lại, rồi ghi lại nếu cần.",
        OfficeWord(OfficerId("huong"), "Phạm Thu Hường", "Danh sách mới có 150 em, mới làm 121.", at(10, 15, LocalDate.of(2026, 6, 10))),
    )

    /** What was laid aside before. */
    val dismissed = setApart(
        waits("Kiểm tra máy tính: đang thực hiện", at(9, 5, LocalDate.of(2026, 6, 3)), 4), "refused",
        "Máy chủ không nhận, đã để riêng", "Máy chủ không đọc được mục này theo quy ước chung.",
    ).copy(dismissed = true)

    val reasons = listOf("đi vắng", "đi làm xa", "không hợp tác", "đã chuyển đi", "chưa đủ giấy tờ", "lý do khác")
        .mapIndexed { at, words -> Reason(at + 1, words) }

    /** The item that is counted. */
    val counted = detail.items[1].item

    val round = CountDraft(
        counted = 19,
        leftOut = listOf(LeftOut(1, "đi vắng", 3), LeftOut(3, "không hợp tác", 5)),
        visited = 27, began = at(7, 10), last = at(8, 3), undo = "hộ 27, xong",
    )

    /** As the core counts, as far as a screen's test needs it. */
    fun tapped(round: CountDraft?, tap: Tap): CountDraft {
        val (done, out) = (round?.counted ?: 0) to round?.leftOut.orEmpty()
        val counted = when (tap) {
            Tap.Plus -> done + 1
            Tap.Minus, Tap.Undo -> done - 1
            is Tap.LeftOut -> done
        }
        val more = (tap as? Tap.LeftOut)?.let { LeftOut(it.reason, reasons[it.reason - 1].words, 1) }
        val all = out + listOfNotNull(more)
        val visited = counted + all.sumOf { it.count }
        return CountDraft(counted, all, visited, at(7, 10), at(8, 4), "hộ $visited, ${more?.words ?: "xong"}")
    }

    private val cuong = OfficerId("cuong")

    val replaced = listOf(
        Replaced(
            book = book, register = RegisterId("r"), task = cards.task, title = "Học sinh sinh năm 2008 đã có thẻ",
            twoValues = true, officer = hanh,
            mine = value("118", hanh, at(19, 50, LocalDate.of(2026, 6, 9))),
            others = listOf(
                value("121", cuong, at(20, 14, LocalDate.of(2026, 6, 9))).copy(officerName = "Nguyễn Đình Cường"),
            ),
        ),
    )
}
