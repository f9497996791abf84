package filereeve.kind.rotate;

/// What it means that no file matches a rule's globs.
public enum Missing {
  OK,
  ERROR
}
