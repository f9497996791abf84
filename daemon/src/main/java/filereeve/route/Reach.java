package filereeve.route;

/// What globs can match in one directory, for a walk down a tree.
public interface Reach {
  /// Whether anything in this directory or further below can match.
  boolean mayMatchBelow();

  /// The same for a subdirectory.
  Reach in(String name);
}
