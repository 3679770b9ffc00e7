"""The files that `captions init` lays into a new workspace, as they are; `workspace.starting` names them."""
