"""Adding terms to `glossary.toml`, for the command line and the desk."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.files import read_bytes, write_atomic
from pipeline.formats import terms_from_toml, terms_to_toml
from pipeline.records import GlossaryTerm
from pipeline.translation import find_contradictions
from pipeline.workspace import Workspace, lock_workspace


def add_terms(workspace: Workspace, terms: Iterable[GlossaryTerm], *, wait: bool = True) -> tuple[int, list[str]]:
    """Add terms behind those that are there, which stay byte for byte; what contradicts them is refused.

    Args:
        workspace: Whose glossary it is.
        terms: What to add; one that is there already is left out.
        wait: Whether to wait for a build that is running.

    Returns:
        How many were added, and why the others were refused.

    Raises:
        WorkspaceLocked: A build is running, and nobody wants to wait.
        InputError: The glossary cannot be read or written.
    """
    path = workspace.glossary_path
    with lock_workspace(workspace, wait=wait):
        text = read_bytes(path).decode("utf-8-sig") if path.exists() else ""
        kept = list(workspace.load_glossary())
        known, new, refused = len(kept), [], []
        had = len(list(find_contradictions(kept)))
        for term in terms:
            if any(_says(other, term) for other in kept):
                continue
            found = list(find_contradictions([*kept, term]))
            if len(found) > had:
                refused.append(found[-1])
            else:
                kept.append(term)
                new.append(term)
        if new:
            head = text.rstrip("\n") + "\n" if text.strip() else ""
            whole = head + terms_to_toml(new, has_head=not head)
            terms_from_toml(whole.encode(), path=path.name)
            write_atomic(path, whole.encode())
    return len(kept) - known, refused


def _says(known: GlossaryTerm, term: GlossaryTerm) -> bool:
    """Whether a term is there already, with all that a new one says."""
    is_same = (known.source, known.is_translated) == (term.source, term.is_translated)
    is_here = known.language in {"", term.language} or not term.language
    return (
        is_same
        and is_here
        and set(term.translations) <= set(known.translations)
        and set(term.forbidden) <= set(known.forbidden)
    )
