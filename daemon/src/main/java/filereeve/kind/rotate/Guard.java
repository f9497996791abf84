package filereeve.kind.rotate;

/// A condition of a part of a plan, checked just before that part is carried out.
enum Guard {
  LOG_WAS_CUT("the log was cut"),
  LOG_WAS_NOT_CUT("the log was not cut"),

  /// The old log has the temporary name of the new one, which is in its place.
  LOG_WAS_SWAPPED("the log was swapped for the new one"),
  LOG_WAS_NOT_SWAPPED("the log was not swapped for the new one"),

  /// Otherwise a third user could swap it while root works on it.
  OWNER_IN_CONTROL("only its owner can swap it"),

  /// A program that only a wildcard leads to was not meant.
  NO_PROGRAM("it is no program"),

  /// Otherwise it would be unknown whose archives they are.
  ARCHIVES_APART("no other log's archives mix with its own"),

  /// The writers of a log that copytruncate cuts.
  WRITERS_APPEND("its writers append"),
  BEFORE_HAS_RUN("\"before\" has run"),

  /// What is written to a removed archive would be lost, and removing it would free nothing.
  NOT_WRITTEN("no process writes it"),
  NO_DELIVERY_PENDING("no delivery of it is pending"),

  /// A clock that is wrong makes archives old that are not.
  CLOCK_TRUSTED("the clock can be trusted"),

  /// A writer that an earlier process has not notified.
  STILL_WRITTEN("its writer still has it open");

  final String text;

  Guard(String text) {
    this.text = text;
  }
}
