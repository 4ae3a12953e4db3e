/// How well a text answers a query, the best first.
public enum Rank: Hashable, Sendable, CaseIterable {
    /// Every word begins one of the text, mark for mark.
    case exact
    /// So it does when tones are put where both spellings put them: *hoà*, *hòa*.
    case placed
    /// So it does without marks.
    case folded
}

/// One text that answers a query: the title of the task when both ``item`` and ``note`` are nil.
public struct Hit: Hashable, Sendable {
    /// A book that shows the task; of several the first.
    public let book: BookId
    /// The unit whose book it is.
    public let unit: UnitId
    /// Other books of this phone show the text as well.
    public let elsewhere: Bool
    /// The task to open.
    public let task: TaskId
    /// Its number in the plan; empty for a local task.
    public let number: String
    /// Its title.
    public let title: String
    /// The item of the checklist, if its title was found.
    public let item: ItemId?
    /// The note, if one was found.
    public let note: RegisterId?
    /// What was found, whole.
    public let text: String
    /// What to highlight: parts of ``text``, in order; empty where only the task's number answers.
    public let ranges: [Range<String.Index>]
    /// How well it answers.
    public let rank: Rank
}
