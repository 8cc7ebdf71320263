"""Write the published JSON Schema of design files.

Run from the project's folder: ``python -m tests.tools.make_schema``. A test checks that the
shipped file is what the records give.
"""

from __future__ import annotations

from pathlib import Path

from coolsim.design.schema import SCHEMA_NAME, schema_text

if __name__ == "__main__":
    folder = Path(__file__).resolve().parents[2] / "assets" / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SCHEMA_NAME).write_text(schema_text(), encoding="utf-8")
