"""The contact sheet: one HTML file of photos with framed faces. Decides and loads nothing."""
