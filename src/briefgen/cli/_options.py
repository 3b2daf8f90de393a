"""Options that several commands share, each written once.

Every option can also be set by `BRIEFGEN_NAME` in the environment and by `name` in `briefgen.toml`
or in `[tool.briefgen]` of `pyproject.toml`; the command line wins, then environment, then file.
"""

from typing import Annotated

from typer import Argument, Option

Sources = Annotated[
    list[str],
    Argument(
        metavar="SOURCE...", help="Text, HTML, PDF or Word files, .jsonl, URLs, or - for stdin."
    ),
]
To = Annotated[str, Option("--to", envvar="BRIEFGEN_TO", help="Languages to translate into.")]
Length = Annotated[
    str | None,
    Option(
        "--length",
        envvar="BRIEFGEN_LENGTH",
        help="flash (15-30 words), short (50-70), standard (100-140, the default) or long "
        "(220-280).",
    ),
]
Words = Annotated[
    str | None,
    Option("--words", envvar="BRIEFGEN_WORDS", help="Instead: N words +/- 10 %, or A-B words."),
]
SentenceCount = Annotated[
    int | None,
    Option("--sentences", envvar="BRIEFGEN_SENTENCES", help="Instead: how many sentences."),
]
Merge = Annotated[
    bool,
    Option("--merge", help="The sources are on one event: one summary of them all."),
]
BottomLine = Annotated[
    bool,
    Option(
        "--bottom-line",
        envvar="BRIEFGEN_BOTTOM_LINE",
        help="Put the one most important sentence (15-30 words) above each summary.",
    ),
]
Style = Annotated[str, Option("--style", envvar="BRIEFGEN_STYLE", help="prose or bullets.")]
Preset = Annotated[
    str | None,
    Option(
        "--preset",
        envvar="BRIEFGEN_PRESET",
        help="Models by name (see: briefgen models list); the best installed one where absent.",
    ),
]
Summarizer = Annotated[
    str | None,
    Option(
        "--summarizer",
        envvar="BRIEFGEN_SUMMARIZER",
        help="A hub id, a folder, extractive (no model), or plugin:NAME.",
    ),
]
TranslatorName = Annotated[
    str | None,
    Option("--translator", envvar="BRIEFGEN_TRANSLATOR", help="A hub id, a folder or plugin:NAME."),
]
Engine = Annotated[str, Option("--engine", envvar="BRIEFGEN_ENGINE", help="auto or torch.")]
Device = Annotated[
    str, Option("--device", envvar="BRIEFGEN_DEVICE", help="auto, cpu, cuda, cuda:N or mps.")
]
Beams = Annotated[
    int, Option("--beams", envvar="BRIEFGEN_BEAMS", help="Width of the translator's search.")
]
Threads = Annotated[
    int, Option("--threads", envvar="BRIEFGEN_THREADS", help="0 for the machine's real cores.")
]
Digits = Annotated[
    str,
    Option("--digits", envvar="BRIEFGEN_DIGITS", help="native or latin, in Dari and Pashto."),
]
AfghanWords = Annotated[
    str,
    Option(
        "--afghan-words",
        envvar="BRIEFGEN_AFGHAN_WORDS",
        help="Iranian words replaced in Dari, each flagged: months, all (a few more) or none.",
    ),
]
Calendar = Annotated[
    str,
    Option(
        "--calendar", envvar="BRIEFGEN_CALENDAR", help="gregorian, solar-hijri or both, for dates."
    ),
]
Formats = Annotated[
    str | None,
    Option(
        "--format",
        envvar="BRIEFGEN_FORMAT",
        help="md, html, docx, pdf, json, txt, review.html (to correct); several: md,docx.",
    ),
]
Split = Annotated[
    bool,
    Option(
        "--split",
        envvar="BRIEFGEN_SPLIT",
        help="A document for each language: brief.prs.docx, brief.ps.docx, ...",
    ),
]
LayoutName = Annotated[
    str,
    Option(
        "--layout",
        envvar="BRIEFGEN_LAYOUT",
        help="stacked, or side-by-side: languages in columns (HTML and Word).",
    ),
]
Template = Annotated[
    str | None,
    Option(
        "--template",
        envvar="BRIEFGEN_TEMPLATE",
        metavar="FILE",
        help="Your own .docx (styles, header, logo), .html.j2 or .md.j2 (Jinja).",
    ),
]
Output = Annotated[
    str | None,
    Option(
        "-o", "--output", metavar="PATH", help="A file, a base for several formats, or a folder/."
    ),
]
Prompts = Annotated[
    str | None,
    Option(
        "--prompts",
        envvar="BRIEFGEN_PROMPTS",
        help="Folder with your own prompt templates, for checkpoints that follow instructions.",
    ),
]
GlossaryFile = Annotated[
    str | None,
    Option(
        "--glossary",
        envvar="BRIEFGEN_GLOSSARY",
        metavar="FILE",
        help="Terms that translations must use: CSV, TSV or TBX (columns source, prs, ps, ru).",
    ),
]
NoBuiltinGlossary = Annotated[
    bool,
    Option(
        "--no-builtin-glossary",
        envvar="BRIEFGEN_NO_BUILTIN_GLOSSARY",
        help="Leave out briefgen's own glossary of Afghan and regional names.",
    ),
]
CheckMeaning = Annotated[
    bool,
    Option(
        "--adequacy",
        envvar="BRIEFGEN_ADEQUACY",
        help="Compare meanings as well (needs: pip install 'briefgen[adequacy]').",
    ),
]
Encoder = Annotated[
    str | None,
    Option(
        "--encoder",
        envvar="BRIEFGEN_ENCODER",
        metavar="ID|DIR",
        help="Compare meanings with this multilingual-e5 checkpoint.",
    ),
]
Checks = Annotated[
    str,
    Option(
        "--checks",
        envvar="BRIEFGEN_CHECKS",
        metavar="NAME,...",
        help="Checks of plug-ins (see: briefgen doctor) beside briefgen's own.",
    ),
]
Force = Annotated[bool, Option("--force", help="Replace existing files.")]
Offline = Annotated[
    bool, Option("--offline", envvar="BRIEFGEN_OFFLINE", help="Never open a network connection.")
]
AllowPrivate = Annotated[
    bool, Option("--allow-private", help="Let URLs point into private networks.")
]
NoMemory = Annotated[
    bool,
    Option(
        "--no-memory",
        envvar="BRIEFGEN_NO_MEMORY",
        help="Neither use nor fill the translation memory.",
    ),
]
Strict = Annotated[
    bool,
    Option("--strict", envvar="BRIEFGEN_STRICT", help="Exit 4 where a sentence has an error flag."),
]
Quiet = Annotated[
    bool, Option("--quiet", envvar="BRIEFGEN_QUIET", help="Nothing on stderr but errors.")
]
Verbose = Annotated[bool, Option("-v", "--verbose", help="Details and tracebacks on stderr.")]
Json = Annotated[bool, Option("--json", help="JSON on stdout.")]
