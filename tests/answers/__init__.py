"""Tests of answers: the form, reasons, summary, and questions answered whole."""
