package filereeve.posix;

import java.util.List;

/// The ids that the kernel checks access to files by.
///
/// @param groups the supplementary groups
record Credentials(int user, int group, List<Integer> groups) {
  Credentials {
    groups = List.copyOf(groups);
  }
}
