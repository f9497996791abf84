package filereeve.route;

/// What globs can match in one folder, for who goes down a tree.
public interface Reach {
  /// Whether anything in this folder or further below can match.
  boolean mayMatchBelow();

  /// The same of a folder in this one.
  Reach in(String name);
}
