"""``python -m zhunsheng``."""

from __future__ import annotations

import sys

from zhunsheng.cli import main

if __name__ == "__main__":
    sys.exit(main())
