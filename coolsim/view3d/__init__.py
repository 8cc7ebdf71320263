"""Pictures of a hall in three dimensions: what is in them, the camera, and how they are drawn.

``camera`` is arithmetic alone; ``contents`` says what is shown; ``renderer`` draws it by VTK
without a screen; ``process`` draws for a window that must not wait; ``messages`` is how the two
talk.
"""
