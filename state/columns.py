"""Column types that mean the same on SQLite and PostgreSQL: money, moments, texts of JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

PICO_PER_USD = 10**12
MAX_USD = Decimal(9_000_000)
"""What fits into 64 bits of pico-dollars."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def pico(usd: Decimal) -> int:
    """US dollars as whole pico-dollars, as they are stored."""
    return int((usd * PICO_PER_USD).to_integral_value(ROUND_HALF_EVEN))


def from_pico(amount: int) -> Decimal:
    """Pico-dollars as US dollars."""
    return Decimal(amount).scaleb(-12)


class Usd(TypeDecorator[Decimal]):
    """US dollars as whole pico-dollars in 64 bits: sums are exact on both stores."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """To pico-dollars."""
        return None if value is None else pico(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """From pico-dollars; sums come as Decimal from PostgreSQL, as int from SQLite."""
        return None if value is None else from_pico(int(value))


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC, as whole microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To microseconds."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From microseconds."""
        return None if value is None else _EPOCH + timedelta(microseconds=int(value))
