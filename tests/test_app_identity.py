"""The three ways the app says who it is: a secret, a certificate, or none because the machine vouches for it."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from bot.botframework.app_token import AppToken, TokenUnavailable
from bot.botframework.credentials import EntraTokens, ManagedIdentityTokens, tokens_for
from bot.botframework.identity import Certificate, CertificateError, ManagedIdentity, Secret
from settings import Settings, SettingsError, read_settings
from tests.botframework_login import APP_ID, private_key
from tests.entra_fakes import Answer, EntraOverHttp

TENANT = "72a1b0aa-1111-4222-8333-444455556666"
OPEN = NoEncryption()


def pem_of(key: rsa.RSAPrivateKey, lock: KeySerializationEncryption = OPEN) -> tuple[bytes, bytes]:
    """A private key and a certificate for it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "coach")])
    begins = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=1))
        .sign(key, SHA256())
    )
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock), certificate.public_bytes(Encoding.PEM)


def a_certificate(folder: Path, name: str = "first") -> Path:
    file = folder / "coach.pem"
    file.write_bytes(b"".join(pem_of(private_key(name))))
    return file


async def test_a_certificate_signs_for_the_app(tmp_path: Path) -> None:
    http = EntraOverHttp()
    token = AppToken(EntraTokens(APP_ID, Certificate(a_certificate(tmp_path)), TENANT, http))
    assert await token.current() == "entra-1"
    form = http.forms[0]
    assert "client_secret" not in form
    said = jwt.decode(
        form["client_assertion"], private_key("first").public_key(), ["RS256", "PS256"], options={"verify_aud": False}
    )
    assert said["iss"] == said["sub"] == APP_ID


async def test_the_order_in_the_file_does_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "coach.pem"
    file.write_bytes(b"".join(reversed(pem_of(private_key("first")))))
    assert await AppToken(EntraTokens(APP_ID, Certificate(file), TENANT, EntraOverHttp())).current() == "entra-1"


async def test_a_renewed_certificate_is_taken_up_after_a_refusal(tmp_path: Path) -> None:
    http = EntraOverHttp(refusals=1)
    token = AppToken(EntraTokens(APP_ID, Certificate(a_certificate(tmp_path)), TENANT, http))
    with pytest.raises(TokenUnavailable, match="invalid_client"):
        await token.current()
    a_certificate(tmp_path, "second")
    await token.current()
    jwt.decode(
        http.forms[-1]["client_assertion"],
        private_key("second").public_key(),
        ["RS256", "PS256"],
        options={"verify_aud": False},
    )


KEY, CERTIFICATE = pem_of(private_key("first"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "should hold a private key"),
        (KEY, "should hold a private key"),
        (CERTIFICATE, "should hold a private key"),
        (b"\xff" * 100, "should hold a private key"),
        (b"".join(pem_of(private_key("first"), BestAvailableEncryption(b"lock"))), "without a password"),
    ],
)
def test_a_certificate_file_of_another_kind_stops_the_start(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "coach.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CertificateError, match=said):
        tokens_for(APP_ID, Certificate(file), TENANT)


class Machine:
    """The service every machine in Azure has for its identities (instance metadata service)."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.asked: list[tuple[str, Mapping[str, str], Mapping[str, str]]] = []

    def get(self, url: str, params: Mapping[str, str], headers: Mapping[str, str], **_: Any) -> Answer:
        self.asked.append((url, params, headers))
        token = {"access_token": f"machine-{len(self.asked)}", "expires_in": "3600", "token_type": "Bearer"}
        return Answer(json.dumps(token if self.status == 200 else {"error": "identity_not_found"}), self.status)


@pytest.fixture(autouse=True)
def plain_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "AZURE_POD_IDENTITY_AUTHORITY_HOST"):
        monkeypatch.delenv(name, raising=False)


async def test_a_managed_identity_needs_no_secret() -> None:
    machine = Machine()
    token = AppToken(ManagedIdentityTokens(APP_ID, machine))
    assert [await token.current(), await token.current()] == ["machine-1", "machine-1"]
    url, params, headers = machine.asked[0]
    assert url == "http://169.254.169.254/metadata/identity/oauth2/token"
    assert (params["resource"], params["client_id"]) == ("https://api.botframework.com", APP_ID)
    assert headers["Metadata"] == "true"
    assert await token.after("machine-1") == "machine-2"


async def test_a_machine_without_the_identity_says_so() -> None:
    with pytest.raises(TokenUnavailable, match=r"^identity_not_found$"):
        await AppToken(ManagedIdentityTokens(APP_ID, Machine(status=400))).current()


def test_each_identity_gets_tokens_its_own_way(tmp_path: Path) -> None:
    assert isinstance(tokens_for(APP_ID, ManagedIdentity(), TENANT), ManagedIdentityTokens)
    assert isinstance(tokens_for(APP_ID, Secret("x"), TENANT), EntraTokens)
    assert isinstance(tokens_for(APP_ID, Certificate(a_certificate(tmp_path)), TENANT), EntraTokens)
    assert "geheim" not in repr(Secret("geheim"))


PRODUCTION = {
    "COACH_ENVIRONMENT": "production",
    "COACH_APP_ID": APP_ID,
    "COACH_TENANT_ID": TENANT,
    "COACH_CONTACTS": '[{"name": "TR", "reach": "lokal 1"}]',
    "COACH_MUNICIPALITY": "Prøvekøbing",
    "COACH_LEGAL_BASIS": "artikel 6",
    "COACH_PRIVACY_CONTACT": "DPO",
}
ONE = "needs one of COACH_APP_PASSWORD, COACH_APP_CERTIFICATE_FILE and COACH_MANAGED_IDENTITY"


def settings_with(monkeypatch: pytest.MonkeyPatch, changes: Mapping[str, str]) -> Settings:
    for name, value in (PRODUCTION | dict(changes)).items():
        monkeypatch.setenv(name, value)
    return read_settings()


@pytest.mark.parametrize(
    "way",
    [
        {"COACH_APP_PASSWORD": "x"},
        {"COACH_APP_CERTIFICATE_FILE": "/etc/coach.pem"},
        {"COACH_MANAGED_IDENTITY": "true"},
        {"COACH_MANAGED_IDENTITY": "true", "COACH_FURTHER_TENANTS": '["a", "b"]'},
    ],
)
def test_production_starts_with_any_one_identity(monkeypatch: pytest.MonkeyPatch, way: Mapping[str, str]) -> None:
    assert settings_with(monkeypatch, way).production


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ({}, ONE),
        ({"COACH_MANAGED_IDENTITY": "false"}, ONE),
        ({"COACH_APP_PASSWORD": "x", "COACH_MANAGED_IDENTITY": "true"}, ONE),
        ({"COACH_APP_PASSWORD": "x", "COACH_APP_CERTIFICATE_FILE": "/etc/coach.pem"}, ONE),
        ({"COACH_APP_PASSWORD": "x", "COACH_TENANT_ID": ""}, "COACH_APP_ID needs COACH_TENANT_ID too"),
    ],
)
def test_and_with_no_other(monkeypatch: pytest.MonkeyPatch, ways: Mapping[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        settings_with(monkeypatch, ways)
