package filereeve.replace;

/// What the slow part of a replacement came to.
public sealed interface Preparation {
  /// There is nothing to publish and nothing to close.
  record Ended(Replacement result) implements Preparation {}

  /// The archive is complete, verified and durable; [Prepared#publish] gives it its name.
  record Ready(Prepared archive) implements Preparation {}
}
