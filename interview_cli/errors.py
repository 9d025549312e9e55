"""Every error the product raises on purpose.

InterviewError (1)
├── UsageError (2)          the command line contradicts itself
├── InputError (3)          a file, id or value given by the user is missing or bad
│   └── StorageError (3)    the database is corrupt, newer than this program, or cannot be written
│       └── UnwritableError     it cannot be written, and perhaps still be read
│           └── FullDiskError   for want of room
├── UnavailableError (4)    a needed part (microphone, model, server, free disk) is not there
│   └── ChatModelError      a language model gave no usable reply
├── PartialBatchError (5)   some items of a batch failed
├── ThresholdError (6)      a threshold given by the user was missed
└── Interrupted (130)       stopped by the user, with everything saved

The number is the exit code of the process.
"""

from typing import ClassVar


class InterviewError(Exception):
    """Something went wrong that the user should see in one or two lines.

    `message` says what happened, `remedy` what to do about it (one line, may be empty).
    """

    exit_code: ClassVar[int] = 1
    default_remedy: ClassVar[str] = ""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy or self.default_remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class UsageError(InterviewError):
    """The options given cannot be used together or have impossible values."""

    exit_code = 2
    default_remedy = "See the command's --help."


class InputError(InterviewError):
    """A file, id or value the user gave is missing, unreadable or malformed."""

    exit_code = 3


class StorageError(InputError):
    """The database is corrupt, locked, full, or written by a newer version. It is left untouched."""


class UnwritableError(StorageError):
    """The database cannot be written, but perhaps read."""


class FullDiskError(UnwritableError):
    """There is no room left to write the database."""


class UnavailableError(InterviewError):
    """A part that this command needs is not available on this machine."""

    exit_code = 4
    default_remedy = "Run 'interview doctor' to see what is missing and how to get it."


class ChatModelError(UnavailableError):
    """A language model cannot be reached, took too long, or gave no usable reply.

    `unreachable` when the reason is not in what was sent: another request would have failed as well; with `about_it`
    it may be after all.
    """

    unreachable: ClassVar[bool] = False
    about_it: bool = False


class PartialBatchError(InterviewError):
    """Some items of a batch failed; the others are done."""

    exit_code = 5


class ThresholdError(InterviewError):
    """A threshold such as --fail-under was missed."""

    exit_code = 6


class Interrupted(InterviewError):
    """The user stopped the command; everything up to then is saved."""

    exit_code = 130
