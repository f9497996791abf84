package filereeve.packaging;

import java.nio.file.Path;

/// Something that a package installs.
sealed interface Entry {
  /// Where, from the root of the host, without a slash at the beginning.
  String path();

  record Directory(String path) implements Entry {
    static final int MODE = 0755;
  }

  /// @param path where it is installed
  /// @param content the file that is copied
  /// @param mode such as 0644
  /// @param isConfiguration an administrator's changes are kept
  record File(String path, Path content, int mode, boolean isConfiguration) implements Entry {}

  record Link(String path, String target) implements Entry {}
}
