package filereeve.handler.rotate;

/// How archives of `app.log` are named.
public enum Naming {
  /// `app.log-20261121T000000Z`: UTC, by the second.
  DATED,
  /// `app.log.1` is the newest, each rotation moves the numbers up.
  NUMBERED
}
