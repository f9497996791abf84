package filereeve.route;

/// What globs can match in one directory, for who goes down a tree.
public interface Reach {
  /// Whether anything in this directory or further below can match.
  boolean mayMatchBelow();

  /// The same of a directory in this one.
  Reach in(String name);
}
