"""One function per command: a frozen request in, progress out, then an answer.

The command line and the window's worker both call only this, so they have the same options and the
same numbers.
"""

from coolsim.tasks.annual import AnnualAnswer
from coolsim.tasks.answers import (
    EXIT_BUG,
    EXIT_CANCELLED,
    EXIT_INPUT,
    EXIT_OK,
    Answer,
    CheckAnswer,
    DensityAnswer,
    DoctorAnswer,
    ExamplesAnswer,
    ReportAnswer,
    SolveAnswer,
)
from coolsim.tasks.catalogue_answer import CatalogueAnswer
from coolsim.tasks.choosing import ChooseAnswer
from coolsim.tasks.compare_requests import CompareRequest, CompareTablesRequest
from coolsim.tasks.comparing import CompareAnswer
from coolsim.tasks.cooling import CoolingAnswer
from coolsim.tasks.exchange_requests import (
    CompareOpenFoamRequest,
    ExportRequest,
    ImportPreviewRequest,
    ImportRequest,
)
from coolsim.tasks.explain import ExplainAnswer
from coolsim.tasks.export import CompareOpenFoamAnswer, ExportAnswer
from coolsim.tasks.import_preview import ImportPreviewAnswer
from coolsim.tasks.importing import ImportAnswer
from coolsim.tasks.live import ANSWERING, LiveAnswer, LiveHall
from coolsim.tasks.placing import PlaceAnswer
from coolsim.tasks.requests import (
    AnnualRequest,
    CatalogueRequest,
    CheckRequest,
    ChooseRequest,
    CoolingRequest,
    DensityRequest,
    DesktopRequest,
    DoctorRequest,
    ExamplesRequest,
    ExplainRequest,
    LiveRequest,
    PlaceRequest,
    ReportRequest,
    Request,
    SiliconRequest,
    SolveRequest,
    VerifyRequest,
    WeatherRequest,
    YearRequest,
    from_json,
)
from coolsim.tasks.running import finish, run, with_variant
from coolsim.tasks.sensor_requests import SensorsRequest
from coolsim.tasks.sensors import SensorsAnswer
from coolsim.tasks.sheet_requests import PlanRequest
from coolsim.tasks.silicon import SiliconAnswer
from coolsim.tasks.verify import VerifyAnswer
from coolsim.tasks.year import WeatherAnswer, YearAnswer

__all__ = [
    "ANSWERING",
    "EXIT_BUG",
    "EXIT_CANCELLED",
    "EXIT_INPUT",
    "EXIT_OK",
    "AnnualAnswer",
    "AnnualRequest",
    "Answer",
    "CatalogueAnswer",
    "CatalogueRequest",
    "CheckAnswer",
    "CheckRequest",
    "ChooseAnswer",
    "ChooseRequest",
    "CompareAnswer",
    "CompareOpenFoamAnswer",
    "CompareOpenFoamRequest",
    "CompareRequest",
    "CompareTablesRequest",
    "CoolingAnswer",
    "CoolingRequest",
    "DensityAnswer",
    "DensityRequest",
    "DesktopRequest",
    "DoctorAnswer",
    "DoctorRequest",
    "ExamplesAnswer",
    "ExamplesRequest",
    "ExplainAnswer",
    "ExplainRequest",
    "ExportAnswer",
    "ExportRequest",
    "ImportAnswer",
    "ImportPreviewAnswer",
    "ImportPreviewRequest",
    "ImportRequest",
    "LiveAnswer",
    "LiveHall",
    "LiveRequest",
    "PlaceAnswer",
    "PlaceRequest",
    "PlanRequest",
    "ReportAnswer",
    "ReportRequest",
    "Request",
    "SensorsAnswer",
    "SensorsRequest",
    "SiliconAnswer",
    "SiliconRequest",
    "SolveAnswer",
    "SolveRequest",
    "VerifyAnswer",
    "VerifyRequest",
    "WeatherAnswer",
    "WeatherRequest",
    "YearAnswer",
    "YearRequest",
    "finish",
    "from_json",
    "run",
    "with_variant",
]
