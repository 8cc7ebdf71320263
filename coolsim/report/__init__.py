"""The PDF report: the answer of a design in print."""

from coolsim.report.write import ReportInfo, write_report

__all__ = ["ReportInfo", "write_report"]
