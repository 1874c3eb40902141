"""Wagtail writes two indexes at each save of a page or question: what can be searched, and what
refers to what; and the school keeps the words of what is published. No rule of ours reads them, and
they were a fifth of the time of the suite, so tests do without unless they are marked `indexed`."""

from contextlib import contextmanager
from unittest import mock

from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def left_alone():
    """Nothing that is saved in here goes into an index."""
    searched = mock.patch("modelsearch.signal_handlers.insert_or_update_object_task")
    words = mock.patch("courses.receivers.search.index_published")
    with searched, words, disable_reference_index_auto_update():
        yield
