import Foundation

/// Where a task book lives, and whom it trusts beside the public certificate authorities.
public struct Place: Sendable, Hashable {
    /// The database file; others stand beside it under the same name. Its folder must exist.
    public var database: URL
    /// A folder that no backup touches (`isExcludedFromBackup`): a task book that was restored
    /// from a backup, or copied, is known by it and numbers its edits anew.
    public var noBackup: URL
    /// Root certificates of the office, PEM or DER (X.509), beside the public ones.
    public var officeRoots: [Data]

    public init(database: URL, noBackup: URL, officeRoots: [Data] = []) {
        self.database = database
        self.noBackup = noBackup
        self.officeRoots = officeRoots
    }
}
