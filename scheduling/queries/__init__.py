"""Builds views from an open transaction; applies the access table, so that no view holds what its reader may not see."""
