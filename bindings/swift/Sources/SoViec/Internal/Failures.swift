internal import SoViecGenerated

extension SoViecError {
    /// Whatever a call of the generated code threw.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self.init(failure)
        case let failure as SoViecError: self = failure
        // Anything else is a fault between Swift and the core. Its text may quote what was
        // written, so it goes no further.
        default:
            self = .reportFault(
                Reason(code: "internal", sentence: Messages.internalFault, detail: "the bridge to the core failed"))
        }
    }

    private init(_ failure: Failure) {
        switch failure {
        case .AskForKey(let code, let sentence, let detail): self = .askForKey(Reason(code, sentence, detail))
        case .Enrol(let code, let sentence, let detail): self = .enrol(Reason(code, sentence, detail))
        case .TryLater(let code, let sentence, let detail): self = .tryLater(Reason(code, sentence, detail))
        case .CorrectInput(let code, let sentence, let detail): self = .correctInput(Reason(code, sentence, detail))
        case .Reopen(let code, let sentence, let detail): self = .reopen(Reason(code, sentence, detail))
        case .AskOffice(let code, let sentence, let detail): self = .askOffice(Reason(code, sentence, detail))
        case .FixPhone(let code, let sentence, let detail): self = .fixPhone(Reason(code, sentence, detail))
        case .ReportFault(let code, let sentence, let detail): self = .reportFault(Reason(code, sentence, detail))
        }
    }
}

extension SoViecError.Reason {
    fileprivate init(_ code: String, _ sentence: String, _ detail: String) {
        self.init(code: code, sentence: sentence, detail: detail)
    }
}
