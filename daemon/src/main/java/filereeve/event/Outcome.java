package filereeve.event;

import java.time.Duration;

/// How one run of a handler went.
public sealed interface Outcome {
  /// The files are in the wanted state. What was decided on the way, the handler has logged.
  record Done() implements Outcome {}

  /// Nothing had to be done.
  record Skipped(String why) implements Outcome {}

  /// What is there is bad, and was logged as such. It waits until somebody changes it.
  record Refused(String why) implements Outcome {}

  /// Not yet: run again after this time. This is no failure (the writer still has the file open).
  record Deferred(Duration after, String why) implements Outcome {}

  /// It went wrong in a way that may pass (a full disk, a command that failed): try again by the
  /// rule's retry policy.
  ///
  /// @param why a whole sentence for the administrator: cannot + verb + object, the cause, the
  ///   remedy
  record Retry(String why) implements Outcome {}

  /// It went wrong in a way that another try cannot repair; the next change or rescan runs again.
  ///
  /// @param why a whole sentence for the administrator: cannot + verb + object, the cause, the
  ///   remedy
  record Failed(String why) implements Outcome {}
}
