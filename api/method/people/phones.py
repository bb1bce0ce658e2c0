"""Phone numbers, as E.164 where they are understood. Pure."""

import phonenumbers


def e164(number: str, region: str | None) -> str | None:
    """`(860) 555-0100` in the region `US` as `+18605550100`; None where it is no possible number."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
