"""Printed matter: what is on the paper (values), where it stands (layout), and the drawing.

The only folder that knows reportlab. The same input gives the same bytes.
"""
