package filereeve.dispatch;

import java.time.Duration;

/// How a rule's keys are run.
///
/// @param timeout of a run without progress
public record Assignment(Handler handler, Duration timeout, RetryPolicy retry) {}
