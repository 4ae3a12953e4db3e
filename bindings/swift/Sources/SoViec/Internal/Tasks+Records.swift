internal import SoViecGenerated

extension TaskRow {
    init(_ record: TaskRecord) {
        self.init(
            book: BookId(record.book), task: TaskId(record.task), unit: UnitId(record.unit),
            group: record.group, number: record.number, title: record.title,
            deadline: DeadlineKind(record.deadline), lastDay: record.lastDay.map(Day.init(rawValue:)),
            wording: record.wording, leads: record.leads, declared: record.declared.map(Declared.init),
            declaredOn: record.declaredOn.map(Day.init(rawValue:)), result: record.result,
            newer: record.newer, open: record.open, items: Int(record.items),
            itemsDone: Int(record.itemsDone), itemsOpen: Int(record.itemsOpen),
            notes: Int(record.notes), status: Status(record.status), unsent: record.unsent,
            local: record.local, review: Review(record.review))
    }
}

extension Review {
    init(_ record: ReviewRecord) {
        self.init(
            state: ReviewState(record.state), clerk: record.clerk,
            on: record.on.map(Day.init(rawValue:)), comment: record.comment)
    }
}

extension TaskWindow {
    init(_ record: TaskWindowRecord) {
        self.init(rows: record.rows.map(TaskRow.init), total: Int(record.total))
    }
}

extension Agenda {
    init(_ record: AgendaRecord) {
        self.init(
            today: Day(rawValue: record.today), returned: TaskWindow(record.returned),
            overdue: TaskWindow(record.overdue),
            open: TaskWindow(record.open), dueSoon: TaskWindow(record.dueSoon),
            doneToday: TaskWindow(record.doneToday), next: record.next.map(TaskRow.init),
            replaced: Int(record.replaced))
    }
}

extension TaskDetail {
    init(_ record: TaskDetailRecord) {
        self.init(
            row: TaskRow(record.row), group: record.group, partners: record.partners,
            statusRegister: RegisterId(record.statusRegister),
            status: record.status.map(Value.init), items: record.items.map(Item.init),
            notes: record.notes.map(Note.init), sessions: record.sessions.map(Session.init))
    }
}

extension Item {
    init(_ record: ItemRecord) {
        self.init(
            item: ItemId(record.item), register: RegisterId(record.register), title: record.title,
            done: record.done, open: record.open, unsent: record.unsent,
            values: record.values.map(Value.init))
    }
}

extension Note {
    init(_ record: NoteRecord) {
        self.init(
            register: RegisterId(record.register), text: record.text,
            officer: OfficerId(record.officer), officerName: record.officerName,
            on: Day(rawValue: record.on), unsent: record.unsent)
    }
}

extension QueryRecord {
    init(_ filter: TaskFilter, sort: Sort, offset: Int, limit: Int) {
        self.init(
            unit: filter.unit?.rawValue, statuses: filter.statuses.map(StatusCode.init),
            onlyOpen: filter.onlyOpen, text: filter.text, sort: SortOrder(sort),
            offset: UInt32(clamping: offset), limit: UInt32(clamping: limit))
    }
}
