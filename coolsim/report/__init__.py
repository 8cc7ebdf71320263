"""The PDF report: the answer of a design in print."""

from coolsim.report.export import PrintedTable, printed_tables
from coolsim.report.letterhead import Letterhead, Logo, read_logo
from coolsim.report.picture3d import draw_hall
from coolsim.report.write import ReportInfo, write_report

__all__ = [
    "Letterhead",
    "Logo",
    "PrintedTable",
    "ReportInfo",
    "draw_hall",
    "printed_tables",
    "read_logo",
    "write_report",
]
