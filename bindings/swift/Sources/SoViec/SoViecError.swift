import Foundation

/// Why a call did not do what was asked. The case says what an app does next; within a case
/// ``Reason/code`` tells the reasons apart. No call of this library throws anything else.
public enum SoViecError: Error, Hashable, Sendable {
    /// Ask the officer or the key store for the key again; nothing was touched (`wrong_key`).
    case askForKey(Reason)
    /// Enrol the phone, or enrol it with another code (`not_enrolled`, `bad_code`,
    /// `wrong_office`).
    case enrol(Reason)
    /// Nothing is lost and nothing has to be done: try again later (`offline`,
    /// `relay_unavailable`, `bad_reply`, `cancelled`).
    case tryLater(Reason)
    /// Let the officer correct what was given (`invalid_input`, `not_found`, `newer`).
    case correctInput(Reason)
    /// Open the task book again (`closed`, `in_use`, `damaged`).
    case reopen(Reason)
    /// Only the office can help (`relay_refused`, `device_file_missing`, `not_allowed`).
    case askOffice(Reason)
    /// Put the phone right: make room, restart it, or update the app (`storage_full`, `storage_failed`, `app_too_old`).
    case fixPhone(Reason)
    /// A fault of the library or of the app: offer the support report (`internal`,
    /// `callback_failed`).
    case reportFault(Reason)

    /// What is known of a failure.
    public struct Reason: Hashable, Sendable {
        /// A stable code, the same in every language and version.
        public let code: String
        /// What an officer may read, in Vietnamese: what happened, what is safe, what to do.
        public let sentence: String
        /// A line for the log. It holds no text of any document, no name and no key.
        public let detail: String

        /// For an app's own tests and previews; the library's come from the core.
        public init(code: String, sentence: String, detail: String) {
            self.code = code
            self.sentence = sentence
            self.detail = detail
        }
    }

    /// What is known of the failure, whatever the case.
    public var reason: Reason {
        switch self {
        case .askForKey(let reason), .enrol(let reason), .tryLater(let reason),
            .correctInput(let reason), .reopen(let reason), .askOffice(let reason),
            .fixPhone(let reason), .reportFault(let reason):
            reason
        }
    }

    /// The stable code, for instance `offline`.
    public var code: String { reason.code }
    /// The sentence for the officer, in Vietnamese.
    public var sentence: String { reason.sentence }
    /// The line for the log, without content.
    public var detail: String { reason.detail }
}

extension SoViecError: LocalizedError {
    /// ``sentence``, so that an alert that shows `localizedDescription` speaks Vietnamese.
    public var errorDescription: String? { sentence }
}

extension SoViecError: CustomStringConvertible {
    public var description: String { "\(code): \(detail)" }
}
