"""Loaded first by a local worker: Ctrl-C is meant for the command, which stops its workers."""

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
