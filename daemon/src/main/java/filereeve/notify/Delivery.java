package filereeve.notify;

/// What became of a mail. Reasons are sentences with the remedy, without the full stop.
public sealed interface Delivery {
  /// The server has taken it, for all recipients.
  record Taken() implements Delivery {}

  /// The server did not want this one; it may want others.
  record Refused(String why) implements Delivery {}

  /// None can be sent at present.
  record Impossible(String why) implements Delivery {}
}
