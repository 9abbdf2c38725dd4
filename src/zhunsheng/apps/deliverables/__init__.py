"""The papers of a system: asked for, made in the background, kept, and taken back after editing."""
