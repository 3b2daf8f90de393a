"""Every error that briefgen raises for a reason that a user can do something about.

    BriefgenError
    ├── UsageError                an option or a combination of options that cannot be
    ├── SourceError               an article that cannot be had
    │   ├── SourceNotFoundError   no such file
    │   ├── SourceFormatError     a folder, a binary file, an undecodable or unsupported one
    │   ├── EmptyArticleError     nothing left that is an article
    │   ├── FetchError            a URL that answers with an error, or not at all
    │   └── BlockedAddressError   a URL that points into a private network
    ├── OfflineError              a network is needed and not allowed
    ├── ModelError                a checkpoint that cannot be used
    │   ├── ModelNotInstalledError
    │   │   └── ModelOfflineError is an OfflineError as well: installing needs the network
    │   ├── UnsafeCheckpointError remote code, or weights that only a full pickle can read
    │   ├── CheckpointError       damaged, incomplete, or of an unknown family
    │   └── UnsupportedLanguageError
    ├── GlossaryError             a glossary that cannot be read
    ├── PromptError               a prompt template that is broken
    ├── TemplateError             a template of a document that is broken
    ├── BriefFormatError          a brief.json that is not one
    ├── MemoryFileError           a translation memory or a TMX file that cannot be used
    ├── PluginError               a plug-in of another package that is broken
    └── OutputError               a document that cannot be written
        └── BatchFolderError      the folder of a batch is in use, full or gone: nothing goes on

A message is one or two lines: what is wrong, with which input, and what to do next.
Anything else that escapes briefgen is a defect of briefgen.
"""


class BriefgenError(Exception):
    """The root of all errors that briefgen raises on purpose."""


class UsageError(BriefgenError):
    """An option, or a combination of options, that cannot be."""


class SourceError(BriefgenError):
    """An article that cannot be had from its source."""


class SourceNotFoundError(SourceError):
    """The path does not exist."""


class SourceFormatError(SourceError):
    """The source is a folder, a binary file, undecodable, too large or of an unsupported kind."""


class EmptyArticleError(SourceError):
    """Nothing is left of the source that could be an article."""


class FetchError(SourceError):
    """A URL answered with an error, or did not answer."""


class BlockedAddressError(FetchError):
    """A URL points at a private, loopback or link-local address."""


class OfflineError(BriefgenError):
    """The network is needed, and the user has forbidden it."""


class ModelError(BriefgenError):
    """A checkpoint cannot be used."""


class ModelNotInstalledError(ModelError):
    """A checkpoint is needed that is not on this machine."""


class ModelOfflineError(ModelNotInstalledError, OfflineError):
    """A checkpoint is not installed, and the user has forbidden the network that would bring it."""


class UnsafeCheckpointError(ModelError):
    """A checkpoint asks for remote code, or for an unrestricted pickle."""


class CheckpointError(ModelError):
    """A checkpoint is damaged, incomplete or of a family that briefgen does not know."""


class UnsupportedLanguageError(ModelError):
    """A checkpoint does not know a language that is asked of it."""


class GlossaryError(BriefgenError):
    """A glossary is missing, malformed, or holds a row that cannot be."""


class PromptError(BriefgenError):
    """A prompt template is missing, broken, or uses an undeclared variable."""


class TemplateError(BriefgenError):
    """A template of a document is missing, broken, or uses what there is not."""


class BriefFormatError(BriefgenError):
    """A file that should be a brief.json is not one."""


class MemoryFileError(BriefgenError):
    """A translation memory, or a TMX file for it, is damaged, busy, newer, or not one."""


class OutputError(BriefgenError):
    """A document cannot be written where it should be."""


class BatchFolderError(OutputError):
    """The folder of a batch is in use by another, full, gone, or not a batch's own."""


class PluginError(BriefgenError):
    """A plug-in of another package cannot be loaded, or does not do what it should."""
