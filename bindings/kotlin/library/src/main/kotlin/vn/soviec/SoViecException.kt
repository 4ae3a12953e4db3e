package vn.soviec

/**
 * The one error of this library, sorted by what the caller does next. A `when` over its eight
 * cases is complete.
 *
 * @property code a stable code, for example `offline`.
 * @property sentence what to show to the officer, in Vietnamese: what happened, what is safe, what
 *   to do.
 * @property detail one English line for the log, without content of any document.
 */
public sealed class SoViecException(
    public val code: String,
    public val sentence: String,
    public val detail: String,
    cause: Throwable?,
) : Exception("$code: $detail", cause) {
    /** Ask for the key again; nothing was touched. Code `wrong_key`. */
    public class AskForKey internal constructor(code: String, sentence: String, detail: String) :
        SoViecException(code, sentence, detail, null)

    /**
     * Enrol the phone, or enrol it with another code. Codes `not_enrolled`, `bad_code`,
     * `wrong_office`.
     */
    public class Enrol internal constructor(code: String, sentence: String, detail: String) :
        SoViecException(code, sentence, detail, null)

    /**
     * Nothing is lost and nothing has to be done: try again later. Codes `offline`,
     * `relay_unavailable`, `bad_reply`, `cancelled`.
     */
    public class TryLater internal constructor(code: String, sentence: String, detail: String) :
        SoViecException(code, sentence, detail, null)

    /** Let the officer correct what was given. Codes `invalid_input`, `not_found`, `newer`. */
    public class CorrectInput internal constructor(
        code: String,
        sentence: String,
        detail: String,
    ) : SoViecException(code, sentence, detail, null)

    /**
     * Open the task book again. Codes `closed`, `in_use` (it is open elsewhere, or an exchange is
     * under way), `damaged`.
     */
    public class Reopen internal constructor(code: String, sentence: String, detail: String) :
        SoViecException(code, sentence, detail, null)

    /** Only the office can help. Codes `relay_refused`, `device_file_missing`, `not_allowed`. */
    public class AskOffice internal constructor(code: String, sentence: String, detail: String) :
        SoViecException(code, sentence, detail, null)

    /** Put the phone right: make room, restart it, or update the app. Codes `storage_full`, `storage_failed`, `app_too_old`. */
    public class FixPhone internal constructor(code: String, sentence: String, detail: String) :
        SoViecException(code, sentence, detail, null)

    /**
     * A fault of this program or of the app: offer [Replica.supportReport]. Codes `internal`,
     * `callback_failed` (a progress callback threw; [cause] is what it threw), and, of this
     * library alone, `library_missing` and `library_mismatch`: the native library is not there, or
     * is not the one that this library was built with.
     */
    public class ReportFault internal constructor(
        code: String,
        sentence: String,
        detail: String,
        cause: Throwable? = null,
    ) : SoViecException(code, sentence, detail, cause)
}
