package filereeve.kind.rotate;

/// What else happens to an archive that retention removes.
///
/// @param first where it is delivered first; until that is done, it is kept
/// @param shred it is overwritten before its blocks are freed
public record OnRemove(Destinations first, boolean shred) {
  /// It is only removed.
  public static final OnRemove PLAINLY = new OnRemove(Destinations.NONE, false);
}
