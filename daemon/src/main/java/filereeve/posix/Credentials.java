package filereeve.posix;

import java.util.List;

/// What the kernel asks for when a file is touched.
///
/// @param groups all that the user is in
record Credentials(int user, int group, List<Integer> groups) {
  Credentials {
    groups = List.copyOf(groups);
  }
}
