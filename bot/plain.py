"""A reply as plain text, for places without buttons: each choice with the number one can write."""

from dialogs.replies import Reply, option_of, paragraphs


def plain_text_of(reply: Reply) -> str:
    lines = list(paragraphs(reply))
    lines += [f"  {n}. {option_of(one, reply.language)}" for n, one in enumerate(reply.choices, 1)]
    return "\n".join(lines)
