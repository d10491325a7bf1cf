"""The entrypoint of the workers' image: reads secrets into the environment, then becomes Beam's own entrypoint.

    BATCHWRIGHT_SECRETS="OPENAI_API_KEY=projects/P/secrets/openai PGPASSWORD=projects/P/secrets/state/versions/3"

Each is read from Secret Manager as the service account of the workers. A variable that is set already is left as it is.
It imports nothing but Python's own library, so that no graph and no image holds more than a secret's name.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping

SECRETS = "BATCHWRIGHT_SECRETS"
_TIMEOUT_S = 30.0


class SecretError(Exception):
    """A secret cannot be read; the message says which, and what to do."""


def named(text: str) -> Iterator[tuple[str, str]]:
    """The variables and the names of their secrets; without a version it is the latest.

    Raises:
        SecretError: Not NAME=projects/P/secrets/S, separated by blanks.
    """
    for pair in text.split():
        variable, _, name = pair.partition("=")
        if not variable.isidentifier() or not name.startswith("projects/") or "/secrets/" not in name:
            shown = variable if variable.isidentifier() else "a part of it"  # the rest may be the secret itself
            raise SecretError(f"{SECRETS}: {shown} names no secret; write VARIABLE=projects/P/secrets/S")
        yield variable, name if "/versions/" in name else f"{name}/versions/latest"


def read(name: str, token: str, environ: Mapping[str, str]) -> str:
    """The value of a secret's version.

    Raises:
        SecretError: It cannot be read.
    """
    where = environ.get("SECRET_MANAGER_URL", "https://secretmanager.googleapis.com")
    try:
        found = _get(f"{where}/v1/{name}:access", {"Authorization": f"Bearer {token}"})
    except urllib.error.HTTPError as error:
        raise SecretError(
            f"the secret {name} cannot be read: HTTP {error.code}; see that it is there, and give the workers' service"
            " account the role roles/secretmanager.secretAccessor"
        ) from error
    return base64.b64decode(found["payload"]["data"]).decode()  # type: ignore[index]  # what Google documents


def token_of(environ: Mapping[str, str]) -> str:
    """A token of this machine's service account, from its metadata server."""
    host = environ.get("GCE_METADATA_HOST", "metadata.google.internal")
    path = "computeMetadata/v1/instance/service-accounts/default/token"
    return str(_get(f"http://{host}/{path}", {"Metadata-Flavor": "Google"})["access_token"])


def filled(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with all secrets that it names.

    Raises:
        SecretError: One cannot be read.
    """
    wanted = [(variable, name) for variable, name in named(environ.get(SECRETS, "")) if not environ.get(variable)]
    if not wanted:
        return dict(environ)
    try:
        token = token_of(environ)
        return {**environ, **{variable: read(name, token, environ) for variable, name in wanted}}
    except OSError as error:
        raise SecretError(f"{', '.join(variable for variable, _ in wanted)}: no secret can be read: {error}") from error


def _get(url: str, headers: Mapping[str, str]) -> dict[str, object]:
    request = urllib.request.Request(url, headers=dict(headers))  # noqa: S310  # both addresses are http or https
    with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as reply:  # noqa: S310
        found: dict[str, object] = json.load(reply)
    return found


def main() -> None:
    """Become Beam's entrypoint, with all secrets; without them say which is missing, and end."""
    boot = os.environ.get("BATCHWRIGHT_BOOT", "/opt/apache/beam/boot")
    try:
        environ = filled(os.environ)
    except SecretError as error:
        sys.exit(f"batchwright: {error}")
    os.execve(boot, [boot, *sys.argv[1:]], environ)  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main()
