"""The conversation as a map, drawn from the steps themselves."""

from dialogs.steps import STEPS


def as_mermaid() -> str:
    """A Mermaid flowchart: one node per step, one arrow for each place an answer may lead.

    Steps of a reflection are rounded. Commands (menu, stop, hjælp …) work everywhere and are
    left out, or the map would be nothing but them.
    """
    lines = ["flowchart TD"]
    for step in STEPS.values():
        shape = f"({step.name})" if step.reflecting else f"[{step.name}]"
        lines.append(f"  {_node(step.name)}{shape}")
    for step in STEPS.values():
        lines += [f"  {_node(step.name)} --> {_node(name)}" for name in step.leads_to if name != step.name]
    return "\n".join(lines)


def _node(name: str) -> str:
    return name.replace("-", "_")
