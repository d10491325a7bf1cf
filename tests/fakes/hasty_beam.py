"""The command line, with a Beam that does not wait between its tries of what was refused.

python -m tests.fakes.hasty_beam start JOB --attach --runner dataflow
"""

from __future__ import annotations

from apache_beam.utils import retry

import cli

if __name__ == "__main__":
    retry.Clock.sleep = lambda *_: None
    cli.main()
