"""Forms over a pack: built from the vocabulary's models and the pack's own data, never for one scheme."""
