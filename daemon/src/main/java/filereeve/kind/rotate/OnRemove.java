package filereeve.kind.rotate;

import java.util.Optional;

/// What else happens to an archive that retention removes.
///
/// @param mail the name of a notification that gets it first
/// @param shred it is overwritten before its blocks are given back
public record OnRemove(Optional<String> mail, boolean shred) {
  /// It is only removed.
  public static final OnRemove PLAINLY = new OnRemove(Optional.empty(), false);
}
