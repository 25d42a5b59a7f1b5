"""Tests of gazetteer."""
