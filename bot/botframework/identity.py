"""What the app shows Microsoft Entra to say who it is: one of three."""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key


class CertificateError(ValueError):
    """The certificate file is not what it should be. The message is for the operator."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A password of the app's, as Entra made it."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ManagedIdentity:
    """No secret at all: the machine in Azure vouches for us. The identity's client id is the app id."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A PEM file with the app's private key and its certificate."""

    file: Path

    def read(self) -> str:
        """The PEM as it stands now, so that a renewed one is taken up without a restart.

        Raises CertificateError.
        """
        try:
            pem = self.file.read_bytes()
            load_pem_private_key(pem, password=None)
            x509.load_pem_x509_certificate(pem)
            return pem.decode("ascii")
        except OSError as fault:
            raise CertificateError(f"the certificate {self.file} cannot be read: {fault.strerror}") from None
        except (ValueError, TypeError):  # cryptography's for what is no PEM, and for a key with a password
            raise CertificateError(
                f"the certificate {self.file} should hold a private key without a password and its certificate, as PEM"
            ) from None


Credential = Secret | Certificate | ManagedIdentity
