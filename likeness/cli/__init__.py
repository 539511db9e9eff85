"""The command `likeness`: reads arguments, asks the wiring, prints answers. Decides nothing.

No module here loads anything heavy when it is imported: `likeness --help` has to answer at once.
What a command needs it imports inside, through likeness.bootstrap.
"""
