"""The certificates of authorities that a user adds to the system's; they travel, so a private key must not."""

from __future__ import annotations

import re
import ssl
from pathlib import Path

from state.errors import ConfigError

CA_KEY = "network.ca_file"

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def read_certificates(path: Path) -> str:
    """The certificates of a PEM file, without whatever else stands in it.

    Raises:
        ConfigError: The file cannot be read, or holds no certificate.
    """
    try:
        text = path.read_text("latin-1")  # remarks between certificates may be of any encoding
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", path=CA_KEY) from error
    pem = "\n".join(_CERTIFICATE.findall(text))
    try:
        ssl.create_default_context().load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError):
        raise ConfigError(
            f"{path} holds no certificates in PEM form",
            path=CA_KEY,
            hint="one begins with -----BEGIN CERTIFICATE-----; openssl x509 -inform der -in FILE makes it of a .cer",
        ) from None
    return f"{pem}\n"
