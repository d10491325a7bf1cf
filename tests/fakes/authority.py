"""A certificate authority for tests, and what it signs."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority that nobody trusts, with one server that it vouches for.

    Args:
        certificate: Of the authority, as PEM.
        server: How the server speaks TLS.
    """

    certificate: str
    server: ssl.SSLContext


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make_authority(host: str, folder: Path) -> Authority:
    """Make an authority, and sign a certificate for a host."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root, now = _name("An authority of a test"), datetime.now(UTC)

    def begun(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        made = x509.CertificateBuilder().issuer_name(root).subject_name(subject).public_key(public)
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
        return made.not_valid_after(now + timedelta(hours=1))

    signs = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    authority = begun(root, root_key.public_key()).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    authority = authority.add_extension(signs, True)
    authority = authority.add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), False)
    server = begun(_name(host), key.public_key())
    server = server.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
    server = server.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), False)
    pem = serialization.Encoding.PEM
    (folder / "server.pem").write_bytes(
        server.sign(root_key, hashes.SHA256()).public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return Authority(authority.sign(root_key, hashes.SHA256()).public_bytes(pem).decode(), context)
