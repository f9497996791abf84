package filereeve.replace;

/// What becomes of a file whose archive is in place.
public enum Original {
  REMOVE,
  KEEP
}
