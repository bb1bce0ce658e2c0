"""One server process: `python -m benchmarks.serve service|ceiling PORT`, both under the same uvicorn."""

import sys

import uvicorn

from api.core.http.protocol import ProblemProtocol
from api.core.logs import configure_logs
from api.core.store.values import Values
from api.main import create_app
from api.settings import Settings


def main(what: str, port: int) -> None:
    settings = Settings(inner_worker=False, log_level="warning")
    configure_logs(settings)
    protocol: Values = {"http": ProblemProtocol} if what == "service" else {}
    app = create_app(settings) if what == "service" else "benchmarks.ceiling:app"
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_config=None, ws="none", **protocol)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
