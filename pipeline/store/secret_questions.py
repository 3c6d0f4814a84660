"""What people with a clearance do not see, as questions to either database.

Each is asked for one ``:clearance``, when the tables that come before it are filled.
"""

from __future__ import annotations

_UNSEEN = """
    SELECT 1 FROM secret_claim AS unseen WHERE unseen.claim_id = claim.id
    AND unseen.clearance = :clearance AND unseen.mentions = 0
"""


def _ends(end: str) -> str:
    return f"""
    SELECT claim.{end} FROM claim JOIN secret_claim ON secret_claim.claim_id = claim.id
    WHERE secret_claim.clearance = :clearance AND secret_claim.mentions = 0
    """


def _no_claim_seen(end: str) -> str:
    return f"""
    NOT EXISTS (
        SELECT 1 FROM claim WHERE claim.{end} = reference.id AND NOT EXISTS ({_UNSEEN})
    )
    """


HIDDEN_REFERENCES = f"""
SELECT reference.id FROM reference JOIN secret_letter ON secret_letter.letter_id =
    reference.letter_id WHERE secret_letter.level > :clearance
UNION
SELECT reference.id FROM reference
WHERE reference.id IN ({_ends("source_id")} UNION {_ends("target_id")})
AND reference.letter_id IS NULL
AND {_no_claim_seen("target_id")} AND {_no_claim_seen("source_id")}
"""
"""The namings of letters that they may not see, and those that only such letters use."""

HIDDEN_DOCUMENTS = """
SELECT DISTINCT hidden.document_id FROM reference AS hidden
JOIN secret_reference ON secret_reference.reference_id = hidden.id
WHERE secret_reference.clearance = :clearance AND hidden.document_id IS NOT NULL
AND NOT EXISTS (
    SELECT 1 FROM reference WHERE reference.document_id = hidden.document_id AND NOT EXISTS (
        SELECT 1 FROM secret_reference AS unseen
        WHERE unseen.reference_id = reference.id AND unseen.clearance = :clearance
    )
)
"""
"""The documents that nothing names that they may see."""

CITED_LESS = """
SELECT reference.document_id, count(*) FROM (
    SELECT DISTINCT edge.letter_id, claim.target_id FROM secret_letter
    JOIN edge ON edge.letter_id = secret_letter.letter_id
    JOIN claim ON claim.id = edge.claim_id
    WHERE secret_letter.level > :clearance
) AS said
JOIN reference ON reference.id = said.target_id
WHERE reference.document_id IS NOT NULL
GROUP BY reference.document_id
"""
"""How many letters that they may not see name a document."""

FILE_CONCERNED = """
SELECT 1 FROM letter WHERE letter.original_sha256 = :file AND letter.secrecy IS NOT NULL
UNION ALL
SELECT 1 FROM letter JOIN edge ON edge.letter_id = letter.id JOIN claim ON claim.id = edge.claim_id
WHERE letter.original_sha256 = :file AND (
    EXISTS (SELECT 1 FROM secret_claim WHERE secret_claim.claim_id = claim.id)
    OR EXISTS (
        SELECT 1 FROM secret_reference
        WHERE secret_reference.reference_id IN (claim.source_id, claim.target_id)
    )
)
LIMIT 1
"""
"""Whether letters of a file have a mark, or say what was kept back so far."""

DOCUMENTS_CONCERNED = """
SELECT 1 FROM secret_document WHERE secret_document.document_id IN :documents
UNION ALL
SELECT 1 FROM reference JOIN secret_letter ON secret_letter.letter_id = reference.letter_id
WHERE reference.document_id IN :documents
LIMIT 1
"""
"""Whether something of these documents is kept back."""
