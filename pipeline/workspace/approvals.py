"""Who approved which sentences and fields, as it is kept beside a video's captions."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.files import write_if_changed
from pipeline.records import Approval
from pipeline.workspace.paths import WorkspacePaths


def load_approvals(workspace: WorkspacePaths, video: str) -> tuple[Approval, ...]:
    """Who approved which sentences."""
    return tuple(one for one in _load_all(workspace, video) if not one.field)


def load_field_approvals(workspace: WorkspacePaths, video: str) -> tuple[Approval, ...]:
    """Who approved which fields of title, description and chapters."""
    return tuple(one for one in _load_all(workspace, video) if one.field)


def save_approvals(workspace: WorkspacePaths, video: str, approvals: Iterable[Approval]) -> None:
    """Record who approved which sentences."""
    _save_all(workspace, video, (*approvals, *load_field_approvals(workspace, video)))


def save_field_approvals(workspace: WorkspacePaths, video: str, approvals: Iterable[Approval]) -> None:
    """Record who approved which fields of title, description and chapters."""
    _save_all(workspace, video, (*load_approvals(workspace, video), *approvals))


def _load_all(workspace: WorkspacePaths, video: str) -> tuple[Approval, ...]:
    from pipeline.formats import approvals_from_json

    path = workspace.approvals_path(video)
    data = workspace.read_record(path)
    return () if data is None else approvals_from_json(data, path=str(path))


def _save_all(workspace: WorkspacePaths, video: str, approvals: Iterable[Approval]) -> None:
    from pipeline.formats import approvals_to_json

    write_if_changed(workspace.inside(workspace.approvals_path(video)), approvals_to_json(approvals))
