"""A solved hall as an OpenFOAM case, and the solved case read back beside it.

``mesh`` makes cells, faces and patches of the hall's grid; ``fields`` says what each patch does;
``case`` writes the folder; ``reading`` reads a solved case; ``comparison`` sets its rack inlets
beside ours.
"""
