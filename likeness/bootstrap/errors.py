"""Errors of putting the parts together. Messages are sentences for the admin."""


class BootstrapError(Exception):
    """Anything that keeps the product from being put together. Never raised itself."""


class DataFolderRefused(BootstrapError):
    """Stop: the data folder cannot be used."""


class NotSetUp(BootstrapError):
    """Stop: run `likeness init` first."""


class AlreadyRunning(BootstrapError):
    """Retry later: another process works on this data folder."""


class SettingElsewhere(BootstrapError):
    """Stop: this setting comes from the environment and cannot be changed in the file."""


class SettingsReadOnly(BootstrapError):
    """Stop: the settings file cannot be written; the message says what to put into it."""


class ConnectRefused(BootstrapError):
    """Stop: the host cannot be connected so; the message says why, and nothing was kept."""
