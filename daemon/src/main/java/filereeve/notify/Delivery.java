package filereeve.notify;

/// The result of sending a mail. Reasons are sentences with the remedy, without the last full stop.
public sealed interface Delivery {
  /// The server has accepted the mail for all recipients.
  record Accepted() implements Delivery {}

  /// The server refused this mail; it may accept others.
  record Refused(String why) implements Delivery {}

  /// No mail can be sent at present.
  record Impossible(String why) implements Delivery {}
}
