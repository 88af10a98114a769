"""The ways in. Each channel is three small files: parse, render, client. None knows another."""
