package filereeve.config;

import java.nio.file.Path;

/// A place in a configuration file.
///
/// @param line from 1
/// @param column from 1
public record Where(Path file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
