internal import SoViecGenerated

extension Status {
    init(_ code: StatusCode) {
        switch code {
        case .overdue: self = .overdue
        case .inProgress: self = .inProgress
        case .notStarted: self = .notStarted
        case .doneLate: self = .doneLate
        case .doneOnTime: self = .doneOnTime
        case .ongoing: self = .ongoing
        case .ongoingEffective: self = .ongoingEffective
        case .ongoingWeak: self = .ongoingWeak
        case .waitingEvent: self = .waitingEvent
        }
    }
}

extension StatusCode {
    init(_ status: Status) {
        switch status {
        case .overdue: self = .overdue
        case .inProgress: self = .inProgress
        case .notStarted: self = .notStarted
        case .doneLate: self = .doneLate
        case .doneOnTime: self = .doneOnTime
        case .ongoing: self = .ongoing
        case .ongoingEffective: self = .ongoingEffective
        case .ongoingWeak: self = .ongoingWeak
        case .waitingEvent: self = .waitingEvent
        }
    }
}

extension Declared {
    init(_ code: DeclaredCode) {
        switch code {
        case .notStarted: self = .notStarted
        case .inProgress: self = .inProgress
        case .done: self = .done
        case .effective: self = .effective
        case .weak: self = .weak
        }
    }
}

extension DeclaredCode {
    init(_ declared: Declared) {
        switch declared {
        case .notStarted: self = .notStarted
        case .inProgress: self = .inProgress
        case .done: self = .done
        case .effective: self = .effective
        case .weak: self = .weak
        }
    }
}

extension DeadlineKind {
    init(_ code: DeadlineCode) {
        switch code {
        case .dated: self = .dated
        case .ongoing: self = .ongoing
        case .event: self = .event
        case .undated: self = .undated
        }
    }
}

extension SortOrder {
    init(_ sort: Sort) {
        switch sort {
        case .plan: self = .plan
        case .urgency: self = .urgency
        case .deadline: self = .deadline
        }
    }
}

extension LogLevel {
    init(_ code: LogLevelCode) {
        switch code {
        case .error: self = .error
        case .warn: self = .warn
        case .info: self = .info
        case .debug: self = .debug
        }
    }
}

extension ReviewState {
    init(_ code: ReviewCode) {
        switch code {
        case .nothing: self = .nothing
        case .waiting: self = .waiting
        case .confirmed: self = .confirmed
        case .returned: self = .returned
        case .disputed: self = .disputed
        }
    }
}
