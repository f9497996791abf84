package filereeve.schema;

import java.nio.file.Path;

/// Where a value is from: a place in a file, a file as a whole, a variable of the environment, or
/// the program's defaults.
///
/// @param source the file as it was named, or the variable
/// @param line from 1; 0 for the source as a whole
/// @param column from 1; 0 for the source as a whole
public record Where(String source, int line, int column) {
  /// The value that holds when nobody says otherwise.
  public static final Where DEFAULT = new Where("default", 0, 0);

  public static Where file(Path file) {
    return new Where(file.toString(), 0, 0);
  }

  public static Where variable(String name) {
    return new Where(name, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
