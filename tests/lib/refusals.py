"""Asking for the code with which something is refused."""

import pytest

from school.lib.refusal import Refusal


def code_of(function, *args, **kwargs) -> str:
    """The refusal's code; its sentence must come out whole, without a gap for a parameter."""
    with pytest.raises(Refusal) as caught:
        function(*args, **kwargs)
    assert str(caught.value)
    assert "%(" not in str(caught.value)
    return caught.value.code
