"""Cases with published answers, run through the program's own solvers: ours beside theirs.

A case is data (``assets/validation``); every *kind* of case has one runner. Nothing is calibrated
to a case, and a miss stays in the table.
"""

from coolsim.verification.loading import CaseFileError, read_case, shipped_case, shipped_cases
from coolsim.verification.records import Case, Row
from coolsim.verification.running import run, run_cases

__all__ = [
    "Case",
    "CaseFileError",
    "Row",
    "read_case",
    "run",
    "run_cases",
    "shipped_case",
    "shipped_cases",
]
