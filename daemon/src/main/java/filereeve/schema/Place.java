package filereeve.schema;

/// Where the reading of the configuration is at the moment.
///
/// @param path the key's path
/// @param name the last part of the path: the key, or the rule's name
/// @param where the key is
/// @param whole whether all layers are read together, so that what is missing is missing; one file
///   alone may leave out anything
public record Place(String path, String name, Where where, Problems problems, boolean whole) {
  public Place child(Node.Entry entry) {
    String childPath = path.isEmpty() ? entry.key() : path + "." + entry.key();
    return new Place(childPath, entry.key(), entry.where(), problems, whole);
  }

  /// The same place, for what holds its name to be a good one.
  Place named(String other) {
    return new Place(path, other, where, problems, whole);
  }

  public void error(Where at, String message, String remedy) {
    problems.error(at, path, message, remedy);
  }
}
