package vn.soviec.support

import java.io.File

/** A single-use code with which an officer's phone is enrolled. */
data class Code(val code: String, val officer: String, val unit: String)

/** An office with its relay, which runs on this machine. */
class Office private constructor(
    private val relay: Relay,
    private val data: String,
    val fingerprint: String,
    val codes: List<Code>,
) : AutoCloseable {
    val address: String get() = relay.address

    /** Codes of officers of the same village: they share its work book. */
    val village: List<Code> get() = codes.filter { it.unit == codes.last().unit }

    /** What a clerk types: a command of `soviec` over this office's data. */
    fun clerk(vararg words: String): String = Program.run(*words, "--data", data)

    override fun close() = relay.close()

    companion object {
        private val CODE = Regex("enrolment code (\\S+) +\\((.*), (.*)\\)")

        /** What `soviec serve --dev` fills an empty folder with. */
        fun dev(data: File): Office {
            val relay = Relay(data, "--dev")
            val fingerprint = relay.line().substringAfter("office fingerprint: ")
            val lines = generateSequence { CODE.find(relay.line()) }
            val codes = lines.map { it.destructured }
            val all = codes.map { (code, officer, unit) -> Code(code, officer, unit) }.toList()
            return Office(relay, data.path, fingerprint, all)
        }

        /**
         * An office whose one village has [plans] plans of [tasks] tasks each, with a checklist of
         * one item or without, issued as a clerk issues them: from files.
         */
        fun large(folder: File, plans: Int, tasks: Int, items: Boolean): Office {
            val data = File(folder.apply { mkdirs() }, "data").path
            val region = File(folder, "office.toml").apply { writeText(REGION) }
            Program.run("office", "init", region.path, "--data", data)
            for (plan in 1..plans) {
                val file = File(folder, "plan.toml").apply { writeText(plan(plan, tasks, items)) }
                Program.run("plan", "import", file.path, "--data", data)
            }
            val relay = Relay(File(data))
            val of = arrayOf("--unit", "thon", "--officer", "mo", "--address", relay.address)
            val said = Program.run("officer", "add", "--data", data, *of)
            val code = checkNotNull(Regex("Mã đăng ký: (\\S+)").find(said)).groupValues[1]
            return Office(relay, data, "", listOf(Code(code, "Chử Thị Mơ", "Thôn Bến Đá")))
        }

        private fun plan(number: Int, tasks: Int, items: Boolean): String = buildString {
            append("[plan]\nkey = \"dot-$number\"\nnumber = \"$number/KH\"\n")
            append("title = \"Kế hoạch đợt $number\"\nissuer = \"van-phong\"\n")
            append("issued = 2023-02-20\nyear = 2023\n")
            append("[[group]]\nnumber = \"I\"\ntitle = \"Rà soát\"\n")
            for (task in 1..tasks) {
                append("[[task]]\ngroup = \"I\"\nnumber = \"$number.$task\"\n")
                append("title = \"Rà soát hộ số ${(number - 1) * tasks + task}\"\n")
                append("lead = [\"unit:thon\"]\n")
                append("deadline = { by = 2023-06-15, wording = \"chậm nhất ngày 15/6/2023\" }\n")
                if (!items) continue
                append("[[task.item]]\nkey = \"den\"\ntitle = \"Đã đến hộ\"\n")
                append("to = [\"unit:thon\"]\n")
            }
        }

        private val REGION =
            """
            [office]
            key = "van-phong"
            name = "Văn phòng tổng hợp khu vực Bình Sa"
            clerk = "ha"
            [[unit]]
            key = "xa"
            kind = "commune"
            name = "Xã Hà Khê"
            [[unit]]
            key = "thon"
            kind = "village"
            name = "Thôn Bến Đá"
            reports_to = "xa"
            [[officer]]
            key = "ha"
            name = "Lại Thu Hà"
            title = "Chuyên viên"
            unit = "van-phong"
            role = "write"
            [[officer]]
            key = "mo"
            name = "Chử Thị Mơ"
            title = "Tổ trưởng"
            unit = "thon"
            role = "write"
            """.trimIndent()
    }
}
