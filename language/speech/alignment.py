"""Words against words: which of one text stand in another, and how many changes lie between the two."""

from __future__ import annotations

from collections.abc import Sequence


def kept(words: Sequence[str], others: Sequence[str]) -> list[bool]:
    """For each word whether it stands in the other text too: those of the longest row of words that both have in order."""
    table = [[0] * (len(others) + 1) for _ in range(len(words) + 1)]
    for i, word in enumerate(words):
        for j, other in enumerate(others):
            table[i + 1][j + 1] = table[i][j] + 1 if word == other else max(table[i][j + 1], table[i + 1][j])
    found = [False] * len(words)
    i, j = len(words), len(others)
    while i and j:
        if words[i - 1] == others[j - 1]:
            i, j = i - 1, j - 1
            found[i] = True
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return found


def changes(words: Sequence[str], others: Sequence[str]) -> int:
    """Words to replace, leave out or put in to make one text of the other (Levenshtein)."""
    row = list(range(len(others) + 1))
    for i, word in enumerate(words, start=1):
        before, row = row, [i]
        for j, other in enumerate(others, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (word != other)))
    return row[-1]


def shared(words: Sequence[str], texts: Sequence[Sequence[str]], shares: Sequence[float]) -> list[float]:
    """For each word the shares, summed, of the texts that have it: how sure it is, given that one of the texts was said."""
    held = [kept(words, text) for text in texts]
    return [sum(share for share, has in zip(shares, held, strict=True) if has[index]) for index in range(len(words))]
