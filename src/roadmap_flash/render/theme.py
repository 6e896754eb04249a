"""The few styles there are. Only the terminal's own sixteen colours: they suit a light and a dark background."""

CODE = "cyan"
FORMULA = "magenta"
DIM = "dim"
GOOD = "green"
BAD = "red"
TITLE = "bold"
