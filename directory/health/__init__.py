"""Room: is the house standing? For machines that watch."""
