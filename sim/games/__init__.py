"""Cooperative games in characteristic-function form: how players may share what they gain."""
