"""`python -m roadmap_flash` is `flash`."""

from roadmap_flash.cli import main

main()
