"""The installed Qt binding survives real use on this Python."""

import subprocess
import sys

CODE = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(20_000):
    thing.setObjectName("a")
print("alive")
"""


def test_twenty_thousand_void_calls_do_not_kill_the_process():
    """PySide6 6.12.0 on Python 3.11 loses a reference to None per call that returns nothing."""
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "alive"
