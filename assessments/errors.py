"""What can stand in the way of a change to an assessment. Raised by `services` and `saving`."""


class AssessmentError(Exception):
    """The change is not possible in the present state; the text says why, for a person."""


class UnknownQuestionError(AssessmentError):
    """The question is not one of this framework, or not asked of this role."""


class GoneError(AssessmentError):
    """The way in has ended: the round is closed."""
